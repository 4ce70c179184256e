import { runIntegration } from './run-integration.ts';

// `npm run test:electron`: the integration suite in desktop VS Code, which is downloaded once unless PLUMBLINE_CODE names one.
const { passed, failed } = await runIntegration(process.env['PLUMBLINE_CODE']);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 ? 1 : 0;
