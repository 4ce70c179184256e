// `npm run package`: dist/plumbline.vsix from what `npm run build` made.
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createVSIX, listFiles } from '@vscode/vsce';

const root = fileURLToPath(new URL('..', import.meta.url));
const packagePath = fileURLToPath(new URL('../dist/plumbline.vsix', import.meta.url));
const limit = 4 * 1024 * 1024;

const files = await listFiles({ cwd: root, dependencies: false });
const missing = ['dist/extension.cjs', 'dist/server.cjs', 'client/media/plumbline.png'].filter(
  (file) => !files.includes(file),
);
if (missing.length > 0) {
  console.error(`The package would lack ${missing.join(', ')}; run 'npm run build' first.`);
  process.exit(1);
}

// Everything is bundled, so node_modules stays out.
await createVSIX({ cwd: root, packagePath, dependencies: false, allowMissingRepository: true });

const { size } = await stat(packagePath);
console.log(`dist/plumbline.vsix: ${(size / 1024 / 1024).toFixed(2)} MB, ${files.length} files (${files.join(', ')})`);
if (size >= limit) {
  console.error('The package has to stay under 4 MB.');
  process.exit(1);
}
