import { describe, expect, test } from 'vitest';
import { foreignRequest, isForeignPage, isOwnName } from '../../src/core/guard.ts';

const PORT = 4566;
const own = { host: '127.0.0.1:4566' };

describe('who may come in', () => {
  test.each([
    ['an SDK, the CLI, curl', own],
    ['a queue by its URL, under the other name', { host: 'localhost:4566' }],
    ['whoever writes names in capitals', { host: 'LOCALHOST:4566' }],
    ['an address that was typed', { ...own, 'sec-fetch-site': 'none' }],
    ['its own page', { ...own, origin: 'http://127.0.0.1:4566', 'sec-fetch-site': 'same-origin' }],
  ])('is %s', (_who, headers) => {
    expect(foreignRequest(headers, PORT)).toBeUndefined();
  });

  test.each([
    ['a name that was made to point here', { host: 'evil.example:4566' }, 'got "evil.example:4566"'],
    ['a name that begins like its own', { host: '127.0.0.1.evil.example:4566' }, 'expected the Host 127.0.0.1:4566 or'],
    ['another port', { host: '127.0.0.1:4567' }, 'or localhost:4566, got "127.0.0.1:4567"'],
    ['no port', { host: 'localhost' }, 'got "localhost"'],
    ['no name', {}, 'got none'],
    ['two names', { host: '127.0.0.1:4566, evil.example' }, 'got "127.0.0.1:4566, evil.example"'],
    ['a foreign page', { ...own, origin: 'https://evil.example' }, 'got "https://evil.example"'],
    ['a page without an origin', { ...own, origin: 'null' }, 'expected no Origin or http://127.0.0.1:4566, got "null"'],
    ['its page under the other name', { ...own, origin: 'http://localhost:4566' }, 'got "http://localhost:4566"'],
    ['a page of another port', { ...own, origin: 'http://127.0.0.1:80' }, 'pages of other sites may not use it'],
    ['a link on a foreign page', { ...own, 'sec-fetch-site': 'cross-site' }, 'got "cross-site"'],
    ['another port, as the browser says', { ...own, 'sec-fetch-site': 'same-site' }, 'got "same-site"'],
    ['what is long, shown in part', { ...own, origin: 'x'.repeat(9_999) }, `"${'x'.repeat(100)}…"`],
  ])('rejects %s', (_who, headers, message) => {
    expect(foreignRequest(headers, PORT)).toContain(message);
  });

  test('on port 80 nobody says the port', () => {
    expect(foreignRequest({ host: 'localhost', origin: 'http://localhost' }, 80)).toBeUndefined();
    expect(foreignRequest({ host: 'evil.example' }, 80)).toContain('127.0.0.1 or localhost, got');
  });
});

test.each([
  ['127.0.0.1', true],
  ['localhost:8080', true],
  ['localhost.evil.example', false],
  ['evil.example:8080', false],
])('%s is a name of this machine: %s', (host, is) => {
  expect(isOwnName(host)).toBe(is);
});

test.each([
  ['a program', {}, false],
  ['an address that was typed', { 'sec-fetch-site': 'none' }, false],
  ['a page of another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, true],
  ['a form of a page without an origin', { 'sec-fetch-site': 'cross-site', origin: 'null' }, true],
  ['a picture on a page of another site', { 'sec-fetch-site': 'cross-site' }, true],
  ['a page that is developed here', { 'sec-fetch-site': 'cross-site', origin: 'http://localhost:3000' }, false],
  ['a test of what the function says of origins', { origin: 'https://shop.example' }, false],
])('of %s a service says that it is a foreign page: %s', (_who, headers, is) => {
  expect(isForeignPage(headers)).toBe(is);
});
