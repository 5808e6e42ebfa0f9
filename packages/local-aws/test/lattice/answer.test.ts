import { expect, test } from 'vitest';
import { answerOf } from '../../src/lattice/answer.ts';

test('a whole response is taken over, without the headers that the server writes itself', () => {
  const payload = {
    statusCode: 201,
    headers: {
      'content-type': 'text/html',
      'Content-Length': '99',
      connection: 'close',
      'set-cookie': ['a=1', 'b=2'],
      'x-n': 5,
    },
    body: 'hi',
  };
  expect(answerOf(JSON.stringify(payload))).toEqual({
    status: 201,
    headers: { 'content-type': 'text/html', 'set-cookie': ['a=1', 'b=2'], 'x-n': '5' },
    body: 'hi',
  });
});

test('a status is enough', () => {
  expect(answerOf('{"statusCode":204}')).toEqual({ status: 204, headers: {}, body: '' });
});

test('a list of headers has its places for names', () => {
  expect(answerOf('{"statusCode":200,"headers":["a"]}')?.headers).toEqual({ '0': 'a' });
});

test('a base64 body is decoded', () => {
  expect(answerOf('{"statusCode":200,"isBase64Encoded":true,"body":"/wD+"}')?.body).toEqual(
    Buffer.from([0xff, 0x00, 0xfe]),
  );
});

test.each([
  ['no object', '"hello"'],
  ['null', 'null'],
  ['no status', '{"body":"x"}'],
  ['a status as text', '{"statusCode":"200"}'],
  ['a status that HTTP does not have', '{"statusCode":600}'],
  ['an informational status', '{"statusCode":101}'],
  ['a body that is no text', '{"statusCode":200,"body":{"a":1}}'],
  ['headers that are no object', '{"statusCode":200,"headers":"x"}'],
  ['a header that is an object', '{"statusCode":200,"headers":{"a":{}}}'],
])('rejects %s', (_, payload) => {
  expect(answerOf(payload)).toBeUndefined();
});
