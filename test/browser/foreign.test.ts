import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AuthorizedCall, Cloud } from 'local-aws';
import { testCloud } from 'local-aws/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { noChromium, openBrowser } from './support/browser.ts';

/** A site of somebody else, whose name leads to this machine: to a page of its own, and to whatever else listens. */
const SITE = 'evil.example';
const INVOKE = '/2015-03-31/functions/roll-back/invocations';
const FORM = 'Action=Publish&TopicArn=arn%3Aaws%3Asns%3Aeu-west-1%3A123456789012%3Arollback&Message=roll+back';

let cloud: Cloud;
let browser: Browser;
let page: Page;
/** What reached an operation, and a service. */
const calls: AuthorizedCall[] = [];
const served: string[] = [];
const ends: (() => unknown)[] = [];

beforeAll(async () => {
  if (noChromium !== undefined) return;
  cloud = await testCloud((end) => ends.push(end), { speed: 60, onCall: (call) => void calls.push(call) });
  const { id } = cloud.lattice.createService('shop');
  const { id: targetGroupId } = cloud.lattice.createTargetGroup('shop', undefined);
  const groups = [{ targetGroupId, weight: 1 }];
  cloud.lattice.createListener({ name: 'http', serviceIdentifier: id, protocol: 'HTTP', port: 80, groups });
  cloud.traffic.onServed(({ targetGroupId: group }) => served.push(group));
  browser = await openBrowser([`--host-resolver-rules=MAP ${SITE} 127.0.0.1`]);
  ends.push(() => browser.close());
}, 60_000);
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

beforeEach(async () => {
  if (noChromium !== undefined) return;
  [calls.length, served.length] = [0, 0];
  const site = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<h1>a game</h1>'));
  await new Promise<void>((resolve) => {
    site.listen(0, '127.0.0.1', resolve);
  });
  ends.push(() => site.close());
  page = await browser.newPage();
  await page.goto(`http://${SITE}:${(site.address() as AddressInfo).port}/`);
});

/** Runs in the page. @returns what it may read of the answer */
const fetchIn = (url: string, options: object) =>
  page.evaluate<string>(
    `fetch(${JSON.stringify(url)}, ${JSON.stringify(options)}).then(
      async (answer) => answer.type + ' ' + answer.status + ' ' + (await answer.text()), (error) => String(error))`,
  );

/** Sends a form of the page, and waits for what the browser then shows. @returns the status of that */
async function submit(url: string, name: string, value: string, enctype: string): Promise<number | undefined> {
  const shown = page.waitForResponse(url);
  await page.evaluate(`(() => {
    const form = Object.assign(document.createElement('form'), ${JSON.stringify({ method: 'post', enctype })});
    form.setAttribute('action', ${JSON.stringify(url)});
    form.append(Object.assign(document.createElement('input'), ${JSON.stringify({ name, value })}));
    document.body.append(form);
    form.submit();
  })()`);
  return (await shown).status();
}

const skipped = noChromium === undefined ? '' : ` (skipped: ${noChromium})`;

describe.skipIf(noChromium !== undefined)(`a page of another site${skipped}`, () => {
  test('does not invoke a function with plain text, nor read an answer', async () => {
    const post = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{"reason":"a game"}' };
    const url = cloud.endpoint.url + INVOKE;
    expect(await fetchIn(url, { ...post, mode: 'no-cors' })).toBe('opaque 0 ');
    expect(await fetchIn(url, post)).toBe('TypeError: Failed to fetch');
    expect(await fetchIn(url.replace('127.0.0.1', 'localhost'), { ...post, mode: 'no-cors' })).toBe('opaque 0 ');
    expect(calls).toEqual([]);
  });

  test.each([
    ['text/plain', INVOKE, '{"a":"', '"}'],
    ['application/x-www-form-urlencoded', `/?${FORM}`, 'Action', 'ListTopics'],
    ['multipart/form-data', INVOKE, 'a', 'b'],
  ])('does not send a form: %s', async (enctype, path, name, value) => {
    expect(await submit(cloud.endpoint.url + path, name, value, enctype)).toBe(403);
    expect(calls).toEqual([]);
  });

  test('reads nothing by a script, a picture or a frame', async () => {
    const ended: string[] = [];
    for (const event of ['requestfinished', 'requestfailed'] as const)
      page.on(event as 'requestfinished', (request) => ended.push(request.resourceType()));
    await page.evaluate(`for (const name of ['script', 'img', 'iframe']) document.body.append(
      Object.assign(document.createElement(name), { src: ${JSON.stringify(`${cloud.endpoint.url}/services`)} }))`);
    await expect.poll(() => ended.toSorted()).toEqual(['document', 'image', 'script']);
    expect(calls).toEqual([]);
  });

  test('does not call the service that a developer works on', async () => {
    expect(await fetchIn(cloud.traffic.url, { method: 'POST', mode: 'no-cors', body: 'buy' })).toBe('opaque 0 ');
    expect(served).toEqual([]);
  });
});

describe.skipIf(noChromium !== undefined)(`a name that was made to point here${skipped}`, () => {
  test('reads no services and starts nothing', async () => {
    const { port } = cloud.endpoint;
    const answer = await page.goto(`http://${SITE}:${port}/services`);
    expect([answer?.status(), await answer?.json()]).toEqual([
      403,
      {
        message:
          `this is the local cloud: expected the Host 127.0.0.1:${port} or localhost:${port}, ` +
          `got "${SITE}:${port}"`,
      },
    ]);
    const headers = { 'x-amz-target': 'AWSStepFunctions.StartExecution' };
    expect(await fetchIn('/', { method: 'POST', headers, body: '{}' })).toMatch(/^basic 403 .*AccessDenied/);
    expect(calls).toEqual([]);
  });

  test('is no name of a service', async () => {
    const answer = await page.goto(`http://${SITE}:${cloud.traffic.port}/`);
    expect([answer?.status(), served]).toEqual([404, []]);
  });
});

test.skipIf(noChromium !== undefined)(`an address that somebody types is answered${skipped}`, async () => {
  await page.goto('about:blank');
  const answer = await page.goto(`${cloud.endpoint.url}/services`);
  expect([answer?.status(), await answer?.json()]).toMatchObject([200, { items: [{ name: 'shop' }] }]);
  expect((await page.goto(cloud.traffic.url))?.status()).toBe(500);
  // The browser also asks for an icon.
  expect([calls.length, served.length > 0]).toEqual([1, true]);
});
