import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { wallClock } from 'local-aws/clock';
import { FIRST_RELEASE } from '../scenarios/scenarios.ts';
import { runMain } from './main.ts';
import { APP_DIR, openStage, OUT_DIR } from './stage.ts';

/** What the pages show: each is the page as it is after a real release. */
const PICTURES = [
  { file: 'promoted.png', candidate: '2.0.0', sentence: 'was promoted' },
  { file: 'rolled-back.png', candidate: '2.1.0-errors', sentence: 'was rolled back' },
] as const;

const FOLDER = join(APP_DIR, 'docs/pictures');
const SPEED = 60;
const REQUESTS_A_SECOND = 200;
const VIEWPORT = { width: 1440, height: 1050 };
/** For traffic before the release begins. */
const QUIET_START_MS = 4_000;
/** For what follows the end: the last alarm, the last points. */
const QUIET_END_MS = 3_000;
/** A release of 36 simulated minutes takes 40 seconds; a machine that is busy takes longer. */
const LONGEST_MS = 180_000;

await runMain(async (signal) => {
  const executablePath = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
    (place) => place !== undefined && existsSync(place),
  );
  if (executablePath === undefined) throw new Error('no Chromium is installed; CHROMIUM may say where one is');
  mkdirSync(FOLDER, { recursive: true });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    for (const { file, candidate, sentence } of PICTURES) {
      const stage = await openStage({
        first: FIRST_RELEASE,
        candidate,
        speed: SPEED,
        rps: REQUESTS_A_SECOND,
        port: 0,
        consolePort: 0,
        outDir: OUT_DIR,
        signal,
        tell: () => undefined,
      });
      try {
        const page = await browser.newPage({ viewport: VIEWPORT, colorScheme: 'light' });
        await page.goto(stage.consoleUrl ?? '');
        await wallClock.sleep(QUIET_START_MS, signal);
        await stage.operator.startExecution();
        await page.locator('#tag').filter({ hasText: sentence }).waitFor({ timeout: LONGEST_MS });
        await wallClock.sleep(QUIET_END_MS, signal);
        await page.screenshot({ path: join(FOLDER, file) });
        await page.close();
        process.stdout.write(`docs/pictures/${file}\n`);
      } finally {
        await stage.close();
      }
    }
  } finally {
    await browser.close();
  }
  return 0;
});
