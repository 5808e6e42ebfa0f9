import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Where Chromium is on the systems that this runs on; another place goes into the environment. */
const PLACES = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const executablePath = PLACES.find((place) => place !== undefined && existsSync(place));

/** Why nothing can be looked at here; undefined when it can. */
export const noChromium: string | undefined =
  executablePath === undefined ? 'no Chromium is installed; CHROMIUM may say where one is' : undefined;

/** @param args more of Chromium's own, beside those that it needs here */
export async function openBrowser(args: readonly string[] = []): Promise<Browser> {
  if (executablePath === undefined) throw new Error(noChromium);
  // Its sandbox needs privileges that containers do not give; it shows nothing but pages of the tests.
  return chromium.launch({ executablePath, args: ['--no-sandbox', ...args] });
}

export interface Watched {
  readonly page: Page;
  /** What the browser's console said, and errors that nobody caught. */
  readonly complaints: readonly string[];
}

/** A page in a context of its own. */
export async function openPage(
  browser: Browser,
  url: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(url);
  return { page, complaints };
}
