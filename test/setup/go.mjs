// Go, which builds the real parts that exist as Go modules only.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import {
  ask,
  compareVersions,
  download,
  downloadText,
  installOnce,
  isExecutable,
  onPath,
  run,
  say,
} from './machine.mjs';

export const oldestGo = '1.26.0';
const ownGo = '1.26.8';

/** The path of a `go` that can build: one that is there, or the tool's own download. Throws when none can be had. */
export async function findGo() {
  for (const go of [onPath('go'), '/usr/local/go/bin/go'].filter((file) => file && isExecutable(file))) {
    const version = /go(\d+\.\d+(\.\d+)?)/.exec((await ask(go, ['env', 'GOVERSION'])) ?? '')?.[1];
    // Since 1.21 an older Go fetches by itself the toolchain that go.mod asks for: https://go.dev/doc/toolchain
    if (version && compareVersions(version, '1.21') >= 0) return go;
  }
  return downloadGo();
}

async function downloadGo() {
  const file = `go${ownGo}.${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}.tar.gz`;
  const { folder } = await installOnce(`go-${ownGo}-${process.platform}-${process.arch}`, async (draft) => {
    say(`Go ${ownGo} from https://go.dev/dl/ …`);
    const releases = JSON.parse(await downloadText('https://go.dev/dl/?mode=json&include=all'));
    const entry = releases.flatMap((release) => release.files).find((candidate) => candidate.filename === file);
    if (!entry) throw new Error(`https://go.dev/dl/ has no ${file}`);
    const archive = path.join(draft, file);
    await download(`https://go.dev/dl/${file}`, archive, { sha256: entry.sha256 });
    await run('tar', ['-xzf', archive, '-C', draft]);
    await rm(archive);
  });
  return path.join(folder, 'go/bin/go');
}
