// `node test/vscode/main.mjs`: both suites in a real VS Code. Its last line says `N passed, N failed`.
import { register } from 'tsx/esm/api';

register();
const { main } = await import('./main.ts');
await main();
