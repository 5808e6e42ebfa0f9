import { expect, test } from 'vitest';
import { toPathStyle } from '../../src/wire/virtual-host.ts';

test.each([
  ['assets.localhost:4566', '/a/b.zip?x=1', 'localhost:4566', '/assets/a/b.zip?x=1'],
  ['my.assets.localhost', '/', 'localhost', '/my.assets/'],
  ['localhost:4566', '/assets/a.zip', 'localhost:4566', '/assets/a.zip'],
  ['127.0.0.1:4566', '/assets/a.zip', '127.0.0.1:4566', '/assets/a.zip'],
  ['assets.example.com', '/a.zip', 'assets.example.com', '/a.zip'],
])('a request to %s%s is one to %s%s', (host, url, toHost, toUrl) => {
  const message = { headers: { host }, url };
  toPathStyle(message);
  expect(message).toEqual({ headers: { host: toHost }, url: toUrl });
});
