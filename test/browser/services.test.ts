import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pageAssets } from '../../local/console/assets.ts';
import type { Update } from '../../local/console/model/protocol.ts';
import { execution, parts, record } from '../local/console/views.ts';
import { noChromium, openBrowser } from './support/browser.ts';
import { SCREENS, sideways } from './support/reading.ts';

const PAGE = 'http://console.test/';
const service = (id: string, name: string) => ({ id, name, machineArn: id, rollbackTopicArn: id });

/** As the page hears of a cloud with two services: in one a release is rolled back, the other is at rest. */
const HEARD: Update = {
  cloudId: 'two',
  clock: { now: 0, speed: 1 },
  cloud: {
    endpoint: PAGE,
    region: 'eu-west-1',
    services: [service('shop', 'ShopOfTheWholeCompanyLatticeStackCanary'), service('search', 'Search')],
    releases: [],
  },
  parts: {
    shop: parts({ release: { record: record({ phase: 'rolling back' }) }, executions: [execution()] }),
    search: parts({}),
  },
};

let browser: Browser;
beforeAll(async () => {
  if (noChromium === undefined) browser = await openBrowser();
});
afterAll(() => browser?.close());

const skipped = noChromium === undefined ? '' : ` (skipped: ${noChromium})`;

test.skipIf(noChromium !== undefined)(
  `what runs in one service is seen while another is shown, on a phone and by the keyboard too${skipped}`,
  async () => {
    const assets = await pageAssets();
    const page = await browser.newPage({ viewport: SCREENS.phone });
    await page.route('**/*', (route) => {
      const { pathname } = new URL(route.request().url());
      const found = assets.get(pathname);
      if (pathname === '/events')
        return route.fulfill({ contentType: 'text/event-stream', body: `data: ${JSON.stringify(HEARD)}\n\n` });
      return found === undefined
        ? route.fulfill({ status: 404 })
        : route.fulfill({ contentType: found.type, body: Buffer.from(found.body) });
    });
    await page.goto(PAGE);
    await page.locator('[data-service=search]').focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-service=search][aria-current]').waitFor();
    expect(await page.locator('[data-service=shop]').textContent()).toBe(
      '▲ShopOfTheWholeCompanyLatticeStackCanary rolling back',
    );
    expect(await page.locator('#sentence').textContent()).toMatch(/All users are on 1\.0\.0\. No user has met 2/);
    expect(await page.evaluate<string>('document.activeElement.dataset.service')).toBe('search');
    expect(await sideways(page)).toBe(0);
  },
);
