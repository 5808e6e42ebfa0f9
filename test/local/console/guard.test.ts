import { expect, test } from 'vitest';
import { refusal } from '../../../local/console/guard.ts';

const PORT = 4567;
const own = { host: '127.0.0.1:4567' };
const control = {
  ...own,
  origin: 'http://127.0.0.1:4567',
  'sec-fetch-site': 'same-origin',
  'content-type': 'application/json',
  'x-lattice-canary-console': '1',
};

test('answers its own page, under either name of this machine', () => {
  expect(refusal({ method: 'GET', headers: own }, PORT)).toBeUndefined();
  expect(
    refusal({ method: 'GET', headers: { host: 'localhost:4567', origin: 'http://localhost:4567' } }, PORT),
  ).toBeUndefined();
  expect(refusal({ method: 'POST', headers: control }, PORT)).toBeUndefined();
  expect(refusal({ method: 'GET', headers: { ...own, 'sec-fetch-site': 'none' } }, PORT)).toBeUndefined();
});

test.each([
  ['a name that was made to point here', 'GET', { host: 'evil.example:4567' }],
  ['another port', 'GET', { host: '127.0.0.1:80' }],
  ['no name', 'GET', {}],
  ['a foreign page that reads', 'GET', { ...own, origin: 'https://evil.example' }],
  ['a foreign page that steers', 'POST', { ...control, origin: 'https://evil.example' }],
  ['a link on a foreign page', 'GET', { ...own, 'sec-fetch-site': 'cross-site' }],
  ['a page without an origin', 'POST', { ...control, origin: 'null' }],
  [
    'a foreign page of the same machine',
    'POST',
    { ...control, origin: 'http://127.0.0.1:8080', 'sec-fetch-site': 'same-site' },
  ],
  ['a form', 'POST', { ...control, 'content-type': 'text/plain' }],
  [
    'a request that a foreign page may send without asking',
    'POST',
    { ...control, 'x-lattice-canary-console': undefined },
  ],
  ['a browser that says it comes from elsewhere', 'POST', { ...control, 'sec-fetch-site': 'cross-site' }],
  ['another method', 'OPTIONS', own],
])('rejects %s', (_, method, headers) => {
  expect(refusal({ method, headers }, PORT)).toMatch(/console|control/);
});
