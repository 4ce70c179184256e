#!/usr/bin/env node
// What @vscode/test-electron starts where there is no desktop VS Code. See stand-in.ts.
import { register } from 'tsx/esm/api';

register();
const { runAsCode } = await import('./stand-in.ts');
process.exit(await runAsCode(process.argv.slice(2)));
