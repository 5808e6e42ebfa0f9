import { request } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_PLAN } from '../../statemachine/contract/plan.ts';
import { noAwsCli } from '../live/support/aws-cli.ts';
import { type LiveStage, openLiveStage } from '../live/support/live-stage.ts';
import { noChromium, openBrowser, openPage, type Watched } from './support/browser.ts';
import { freshShell } from './support/fresh-shell.ts';
import { cutOff, poorContrast, SCREENS, sideways } from './support/reading.ts';
import { truthFirst } from './support/truth-first.ts';

const skipped = noChromium === undefined ? '' : ` (skipped: ${noChromium})`;
const SPEED = 300;
const LONG = { timeout: 60_000 };

let stage: LiveStage;
let browser: Browser;
let watched: Watched;

beforeAll(async () => {
  if (noChromium !== undefined) return;
  [stage, browser] = await Promise.all([
    openLiveStage({ candidate: '2.0.0', speed: SPEED, rps: 60, consolePort: 0 }),
    openBrowser(),
  ]);
  watched = await openPage(browser, stage.consoleUrl ?? '');
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const sentence = (text: string | RegExp) => watched.page.locator('#sentence').filter({ hasText: text }).waitFor(LONG);
const tag = (text: string) => watched.page.locator('#tag').filter({ hasText: text }).waitFor(LONG);
const nextSaid = () => watched.page.locator('#next').textContent();
/** Of the steps, in their order. */
const marks = () =>
  watched.page.locator('#steps li').evaluateAll((items) => items.map((item) => item.getAttribute('data-mark')));
const NUMBER = expect.stringMatching(/^[\d,]+$/) as string;
const TIME = expect.stringMatching(/^[\d,.]+ ms$/) as string;
const TO_30 = /^Next: 30 % at about \d\d:\d\d, /;
const statusOf = (state: string) => watched.page.locator(`[data-state="${state}"]`).getAttribute('data-status');
/** Opens a control's panel, and closes it. @returns the command that it shows */
async function commandOf(kind: string, choose: Readonly<Record<string, string>> = {}): Promise<string> {
  const { page } = watched;
  await page.locator(`[data-control=${kind}]`).click();
  for (const [name, value] of Object.entries(choose)) await page.locator(`#panel [name=${name}]`).selectOption(value);
  const command = (await page.locator('.command code').textContent()) ?? '';
  await page.locator(`[data-control=${kind}]`).click();
  return command;
}
/** Presses a control and the button of its panel, with what is chosen in between. */
async function steer(kind: string, choose: Readonly<Record<string, string>> = {}): Promise<string> {
  const { page } = watched;
  await page.locator(`[data-control=${kind}]`).click();
  for (const [name, value] of Object.entries(choose)) await page.locator(`#panel [name=${name}]`).selectOption(value);
  const command = (await page.locator('.command code').textContent()) ?? '';
  await page.locator('#panel .go').click();
  return command;
}

/** Runs in the page: slow enough to look at what passes. */
const setSpeed = (speed: number) => `fetch('/control', {
  method: 'POST',
  headers: { 'content-type': 'application/json', 'x-lattice-canary-console': '1' },
  body: JSON.stringify({ kind: 'speed', speed: ${speed} }),
}).then(() => undefined)`;

/** States on the way forward that the page paints as going on, while the headline says that it is taken back. */
const AS_IF_NOTHING_HAD_HAPPENED = `[...document.querySelectorAll('.state[data-status="in progress"]')]
  .filter((state) => state.dataset.state.includes('%'))
  .map((state) => [state.dataset.state, getComputedStyle(state.querySelector('rect')).stroke])
  .filter(([, stroke]) => stroke !== 'rgb(179, 32, 26)')`;

test.skipIf(noChromium !== undefined)(
  `at rest it shows who is in production, what waits, and the whole way of a release${skipped}`,
  async () => {
    const { page } = watched;
    await sentence('All users are on 1.0.0. No user has met 2.0.0 yet.');
    expect(await nextSaid()).toBe('Next: nothing by itself. 2.0.0 is published and waits for you to release it.');
    expect(await marks()).toEqual(Array.from({ length: 8 }, () => 'ahead'));
    await page.locator('[data-state="Promoted"]').waitFor();
    expect(await statusOf('Shift to 100%')).toBe('not started');
    expect(await page.locator('#weights').getAttribute('aria-label')).toBe('production 1.0.0 100 %, canary 1.0.0 0 %');
    expect(await page.locator('#alarms details').count()).toBeGreaterThanOrEqual(10);
    const paint = await page.evaluate<number>("performance.getEntriesByName('first-contentful-paint')[0].startTime");
    expect(paint).toBeLessThan(1_000);
  },
);

test.skipIf(noChromium !== undefined)(
  `a healthy release, started here and watched to its end${skipped}`,
  async () => {
    const { page } = watched;
    await page.locator('[data-control=start]').click();
    expect(await page.locator('#panel [name=holdAt] option').allTextContents()).toEqual([
      'no weight',
      ...DEFAULT_PLAN.steps.map(({ weight }) => `${weight} %`),
    ]);
    await page.locator('[data-control=start]').click();
    const command = await commandOf('start');
    expect(command).toBe(
      `AWS_ENDPOINT_URL=${stage.cloud.endpoint.url} AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1 ` +
        'AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local aws stepfunctions start-execution ' +
        `--state-machine-arn ${stage.cloud.outputs['StateMachineArn']} --input '{}'`,
    );
    const started = noAwsCli === undefined ? freshShell(command) : steer('start');
    expect(await started).toMatch(/"executionArn"|start-execution/);
    // What comes next has a time, of the clock that the page shows.
    await page.locator('#next').filter({ hasText: TO_30 }).waitFor(LONG);
    expect((await marks()).slice(0, 3)).toEqual(['done', 'now', 'ahead']);
    await page.locator('[data-state="Shift to 10%"][data-status="succeeded"]').waitFor(LONG);
    await tag('2.0.0 was promoted');
    expect(await page.locator('#sentence').textContent()).toMatch(
      /^All users are on 2\.0\.0 since [\d:]{8}; it is production since [\d:]{8}\.$/,
    );
    expect(await nextSaid()).toMatch(
      /^Next: nothing by itself\. The watch after the promotion ended well at [\d:]{8}\.$/,
    );
    expect(await marks()).toEqual(Array.from({ length: 8 }, () => 'done'));

    expect(await statusOf('Promoted')).toBe('succeeded');
    expect(await statusOf('10% healthy?')).toBe('succeeded');
    expect(await statusOf('Roll back')).toBe('not started');
    const colours = await page.evaluate<string[]>(
      `['Promoted', 'Roll back'].map((name) => getComputedStyle(document.querySelector('[data-state="' + ` +
        `name + '"] rect')).stroke)`,
    );
    expect(colours).toEqual(['rgb(26, 127, 55)', 'rgb(221, 227, 233)']);
    // Both versions answered; the line of the weight has a step for each of 10, 30, 50 and 100, and stays on top.
    expect(
      await page.locator('.band').evaluateAll((bands) => bands.map((band) => band.getAttribute('data-version'))),
    ).toEqual(['2', '1']);
    const steps = (await page.locator('.weight[data-end=rises]').getAttribute('d')) ?? '';
    expect(new Set(steps.match(/V[\d.]+/g)).size).toBe(4);
    expect(await page.locator('.end').allTextContents()).toEqual(['✓ promoted']);
    expect(await page.locator('[data-control=revert]').textContent()).toBe('Revert 2.0.0 → 1.0.0');
    // Both are kept side by side: what users got of either, and what the checks of the canary said last.
    expect(await page.locator('#sides thead b').allTextContents()).toEqual(['2.0.0', '1.0.0']);
    expect(await page.locator('#sides [data-row=requests] td').allTextContents()).toEqual([NUMBER, NUMBER]);
    expect(await page.locator('#sides [data-row=failed] td').allTextContents()).toEqual(['0', '0']);
    expect(await page.locator('#sides [data-row=p50] td').allTextContents()).toEqual([TIME, TIME]);
    expect(await page.locator('#sides-verdict').textContent()).toMatch(/At the last check, [\d:]{8}: /);
    expect(await page.locator('.failures').count()).toBe(0);
  },
  60_000,
);

test.skipIf(noChromium !== undefined)(
  `a reload keeps what was chosen; a state shows what went in and came out; the history can be searched${skipped}`,
  async () => {
    const { page } = watched;
    await page.locator('[data-state="Claim the rollout"]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('#inspector h2').filter({ hasText: 'Anything new?' }).waitFor();
    await page.reload();
    await page.locator('#inspector h2').filter({ hasText: 'Anything new?' }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('#inspector').waitFor({ state: 'hidden' });

    await page.locator('#history-filter').fill('promoted exited');
    await expect.poll(() => page.locator('#history tbody tr').count()).toBe(1);
    await page.locator('#history-filter').fill('');
  },
);

test.skipIf(noChromium !== undefined)(
  `a breaking release is published, started, and rolled back, and the page says why${skipped}`,
  async () => {
    const { page } = watched;
    // The first that is offered is what nobody has published yet, and the command does what the button does.
    await page.locator('[data-control=publish]').click();
    expect(await page.locator('#panel [name=release]').inputValue()).toMatch(/^2\.1\.0-/);
    await page.locator('[data-control=publish]').click();
    await freshShell(await commandOf('publish', { release: '2.1.0-errors' }));
    await sentence('No user has met 2.1.0-errors yet.');
    await page.evaluate<void>(setSpeed(20));
    await steer('start');
    await page.locator('#ringing li').first().waitFor(LONG);
    await page.evaluate<void>(setSpeed(2));
    await truthFirst(page);
    await tag('Rolling back 2.1.0-errors');
    await sentence(/^(\d+ % of users still reach 2\.1\.0-errors|All users are back on 2\.0\.0)/);
    expect(await marks()).toContain('left');
    expect(await page.evaluate<unknown>(AS_IF_NOTHING_HAD_HAPPENED)).toEqual([]);
    await page.evaluate<void>(setSpeed(SPEED));
    await sentence(/^All users are on 2\.0\.0 since [\d:]{8}, when 2\.1\.0-errors was rolled back\./);
    expect(await nextSaid()).toMatch(/^Next: nothing by itself\. Mend it, publish it and release that\./);
    expect((await marks()).slice(-1)).toEqual(['never']);

    expect(await statusOf('Rolled back')).toBe('failed');
    expect(await statusOf('Roll back')).toBe('succeeded');
    expect(
      await page.locator('.failures').evaluateAll((bands) => bands.map((band) => band.getAttribute('data-version'))),
    ).toEqual(['3']);
    // Whichever comes first: they look at the same minutes.
    expect(await page.locator('#because').textContent()).toMatch(/alarm canary-|: worse, p/);
    expect(await page.locator('#because').textContent()).not.toMatch(/Threshold Crossed|datapoint|…/);
    expect(await cutOff(page, '#because, .execution p')).toEqual([]);
    expect(await page.locator('.execution[aria-current]').getAttribute('data-status')).toBe('FAILED');
    await stage.atRest();
    // One story: the release with what took it back.
    expect(await page.locator('.story').first().locator('[data-execution]').allTextContents()).toEqual([
      'release of 2.1.0-errors',
      'rollback',
    ]);
    expect(await page.locator('.end').allTextContents()).toContain('↩ rolled back');
    expect(await page.locator('#sides thead b').allTextContents()).toEqual(['2.1.0-errors', '2.0.0']);
    expect(await page.locator('#sides [data-fails]').allTextContents()).toEqual([
      expect.stringMatching(/^[\d,]+ (\(100 %\)|of \d)$/),
    ]);
    expect(await page.locator('#weights .mark').count()).toBe(DEFAULT_PLAN.steps.length - 1);
    // What failed is not offered first, by nothing.
    await page.locator('[data-control=start]').click();
    expect(await page.locator('#panel [name=version] option:checked').textContent()).toBe('choose a version');
    expect(await page.locator('#panel .go').isDisabled()).toBe(true);
    await page.locator('[data-control=publish]').click();
    expect((await page.locator('#panel [name=release] option').allTextContents()).at(-1)).toBe(
      '2.1.0-errors, was taken back',
    );
    // A panel fits on a phone.
    const desk = page.viewportSize() ?? SCREENS.desk;
    await page.setViewportSize(SCREENS.phone);
    expect(await sideways(page)).toBe(0);
    expect(await poorContrast(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 700 });
    expect(await cutOff(page, '#sides :is(th, td, p)')).toEqual([]);
    expect(await sideways(page)).toBe(0);
    await page.setViewportSize(desk);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('#answer').textContent(), LONG).toBe('');
  },
  60_000,
);

test.skipIf(noChromium !== undefined)(
  `the abort button gives production every request back${skipped}`,
  async () => {
    const { page } = watched;
    // The alarms of the release before may still be on; a release waits for them.
    await expect.poll(() => page.locator('#alarms-summary').textContent(), LONG).toMatch(/^none of/);
    await steer('start', { version: '1' });
    await page.locator('#weights[aria-label*="canary 1.0.0 10 %"]').waitFor(LONG);
    const abort = page.locator('[data-control=abort]');
    expect(await abort.textContent()).toBe('Abort: back to 2.0.0');
    expect(await page.evaluate<string>("getComputedStyle(document.querySelector('[data-control=abort]')).color")).toBe(
      'rgb(179, 32, 26)',
    );
    expect(await steer('abort')).toContain('aws stepfunctions stop-execution --execution-arn arn:aws:states:');
    await page.locator('#weights[aria-label*="canary 1.0.0 0 %"]').waitFor(LONG);
    await sentence(/^All users are on 2\.0\.0 since [\d:]{8}, when 1\.0\.0 was aborted\./);
    expect(await page.locator('.state[data-status="aborted"]').count()).toBe(1);
    expect(watched.complaints).toEqual([]);
  },
  60_000,
);

test.skipIf(noChromium !== undefined)(`another name, another page and a form may not use it${skipped}`, async () => {
  const url = new URL(stage.consoleUrl ?? '');
  const own = {
    host: url.host,
    origin: url.origin,
    'content-type': 'application/json',
    'x-lattice-canary-console': '1',
  };
  const ask = (headers: Record<string, string>, method = 'POST', path = '/control') =>
    new Promise<number>((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port: url.port, path, method, headers }, (response) =>
        resolve(response.resume().statusCode ?? 0),
      );
      sent.on('error', reject).end('{"kind":"speed","speed":300}');
    });
  expect(await ask(own)).toBe(200);
  expect(await ask({ ...own, host: 'evil.example' })).toBe(403);
  expect(await ask({ ...own, origin: 'https://evil.example' })).toBe(403);
  expect(await ask({ ...own, 'content-type': 'text/plain' })).toBe(403);
  expect(await ask({ host: 'evil.example' }, 'GET', '/')).toBe(403);
});

test.skipIf(noChromium !== undefined)(
  `a cloud that has ended is said to have ended, and its last state stays${skipped}`,
  async () => {
    const { page } = watched;
    await stage.close();
    await page.locator('#connection[data-connection=ended]').waitFor(LONG);
    expect(await page.locator('#sentence').textContent()).toMatch(
      /^Nothing heard since [\d:]{8}; this was then: All users are on/,
    );
    expect(await page.locator('[data-control=start]').isDisabled()).toBe(true);
  },
);
