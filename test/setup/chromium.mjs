import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { aptInstall, installOnce, isExecutable, onPath, repositoryFolder, run, say } from './machine.mjs';

const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const applications = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

/** A browser of the Chromium family for the suites that look at VS Code. */
export async function ensureChromium() {
  try {
    const there =
      process.env.PLUMBLINE_CHROMIUM ?? programs.map(onPath).find(Boolean) ?? applications.find(isExecutable);
    if (there && isExecutable(there)) return { ok: true, how: `found ${there}`, paths: { chromium: there } };
    // Ubuntu's package of this name only starts a snap, which needs a running snapd.
    if ((await aptInstall(['chromium'])) && onPath('chromium')) {
      return { ok: true, how: 'apt-get install chromium', paths: { chromium: onPath('chromium') } };
    }
    return await downloadWithPlaywright();
  } catch (error) {
    return {
      ok: false,
      why: error.message,
      howToGetIt: 'install Chromium or Chrome, or name its executable in PLUMBLINE_CHROMIUM',
    };
  }
}

async function downloadWithPlaywright() {
  const playwright = path.join(repositoryFolder, 'node_modules/playwright-core');
  if (!existsSync(playwright))
    throw new Error("there is no Chromium on PATH, and 'npm ci' has not run yet, which brings Playwright's download");
  const { version } = JSON.parse(await readFile(path.join(playwright, 'package.json'), 'utf8'));
  const { folder, fresh } = await installOnce(`chromium-playwright-${version}`, async (draft) => {
    say(`Chromium by Playwright ${version} …`);
    const env = { ...process.env, PLAYWRIGHT_BROWSERS_PATH: draft };
    await run(process.execPath, [path.join(playwright, 'cli.js'), 'install', 'chromium-headless-shell', 'chromium'], {
      env,
    });
  });
  process.env.PLAYWRIGHT_BROWSERS_PATH = folder;
  const { chromium } = await import(pathToFileURL(path.join(playwright, 'index.mjs')));
  const paths = { chromium: chromium.executablePath() };
  return { ok: true, how: fresh ? 'downloaded by Playwright' : 'found in the cache (downloaded by Playwright)', paths };
}
