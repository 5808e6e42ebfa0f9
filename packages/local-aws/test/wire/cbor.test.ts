import { cbor, dateToTag } from '@smithy/core/cbor';
import { assert as holdsFor, dictionary, double, integer, property, string, uint8Array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AwsError } from '../../src/core/aws-error.ts';
import { DEEPEST, MOST_PARTS } from '../../src/wire/bounds.ts';
import { decodeCbor } from '../../src/wire/cbor.ts';
import { stopwatch } from '../../src/testing/stopwatch.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

// The examples of RFC 8949, appendix A.
test.each([
  ['1903e8', 1000],
  ['1b000000e8d4a51000', 1_000_000_000_000],
  ['29', -10],
  ['3903e7', -1000],
  ['f93c00', 1],
  ['f9c400', -4],
  ['f90001', 5.960464477539063e-8],
  ['f97c00', Infinity],
  ['f97e00', Number.NaN],
  ['fa47c35000', 100_000],
  ['fbc010666666666666', -4.1],
  ['f4', false],
  ['f5', true],
  ['f6', null],
  ['62c3bc', 'ü'],
  ['4401020304', Buffer.from([1, 2, 3, 4])],
  ['5f42010243030405ff', Buffer.from([1, 2, 3, 4, 5])],
  ['7f657374726561646d696e67ff', 'streaming'],
  ['83010203', [1, 2, 3]],
  ['9fff', []],
  ['9f018202039f0405ffff', [1, [2, 3], [4, 5]]],
  ['bf61610161629f0203ffff', { a: 1, b: [2, 3] }],
  ['c1fb41d452d9ec200000', new Date('2013-03-21T20:04:00.500Z')],
])('reads %s', (bytes, value) => {
  expect(decodeCbor(hex(bytes))).toEqual(value);
});

test('reads whatever an SDK writes', () => {
  // SDKs write no -0.
  const number = double({ noNaN: true }).map((any) => any + 0);
  holdsFor(
    property(dictionary(string(), number), string(), integer(), (map, text, whole) => {
      const at = new Date(1_767_603_600_500);
      const written = cbor.serialize({ map, list: [text, whole, [text]], at: dateToTag(at), none: null });
      expect(decodeCbor(Buffer.from(written))).toEqual({ map, list: [text, whole, [text]], at, none: null });
    }),
  );
});

test('a name of all objects is a name like others', () => {
  const read = decodeCbor(hex('a1 695f5f70726f746f5f5f a1 6161 01')) as object;
  expect([Object.keys(read), Object.getPrototypeOf(read)]).toEqual([['__proto__'], Object.prototype]);
});

const nested = (kind: string, levels: number) => hex(`${kind.repeat(levels)}00`);
const long = (kind: string, items: number, item: string) =>
  Buffer.concat([hex(`${kind}${items.toString(16).padStart(8, '0')}`), Buffer.from(item.repeat(items), 'hex')]);

describe('of one request no more is taken than AWS would', () => {
  test.each([
    ['a bignum', Buffer.concat([hex('c2 5a000f4240'), Buffer.alloc(1_000_000, 0xff)]), 'the CBOR tag 2 is not taken'],
    ['a bignum below zero', hex('c3 41 ff'), 'the CBOR tag 3 is not taken, only times: tag 1'],
    ['a decimal fraction of 2^28 digits', hex('c4 82 1a10000000 01'), 'the CBOR tag 4 is not taken'],
    ['lists in lists', nested('81', DEEPEST + 1), `nested more than ${DEEPEST} levels deep`],
    ['lists without a length', nested('9f', 5_000_000), `nested more than ${DEEPEST} levels deep`],
    ['structures', nested('a16161', DEEPEST + 1), `nested more than ${DEEPEST} levels deep`],
    ['times of times', nested('c1', 5_000_000), `nested more than ${DEEPEST} levels deep`],
    ['many parts', long('9a', MOST_PARTS, '60'), `more than ${MOST_PARTS} parts`],
    ['many chunks', hex(`7f${'60'.repeat(MOST_PARTS + 1)}ff`), `more than ${MOST_PARTS} parts`],
    ['a list that promises 4 billion', hex('9affffffff00'), 'it ends too early'],
    ['a text that promises 2^64 bytes', hex('7bffffffffffffffff61'), 'it ends too early'],
    ['a text in a text of unknown length', hex('7f7f6161ffff'), 'got something else in a text'],
    ['a name that is a list', hex('a1826161626201'), 'got a name that is no text'],
    ['an end of nothing', hex('ff'), 'got the simple value 31'],
    ['a length that is reserved', hex('1c'), 'got the byte 28'],
    ['a time that is a structure', hex('c1a0'), 'a time must be epoch seconds, got object'],
    ['more after the end', hex('0000'), '1 bytes follow it'],
    ['nothing', hex(''), 'it ends too early'],
  ])('rejects %s, at once', (_what, bytes, message) => {
    const took = stopwatch();
    expect(() => decodeCbor(bytes)).toThrow(message);
    expect(took()).toBeLessThan(1_000);
  });

  test('but all that is within the bounds', () => {
    expect(decodeCbor(nested('81', DEEPEST))).toBeDefined();
    expect(decodeCbor(long('9a', MOST_PARTS - 1, '60'))).toHaveLength(MOST_PARTS - 1);
  });
});

/** How reading ends. */
function outcome(bytes: Uint8Array): unknown {
  try {
    decodeCbor(Buffer.from(bytes));
    return 'read';
  } catch (error) {
    return error instanceof AwsError ? error.code : error;
  }
}

test('rejects whatever comes by name, or reads it', () => {
  holdsFor(
    property(uint8Array({ maxLength: 64 }), (bytes) => {
      expect(['read', 'SerializationException']).toContain(outcome(bytes));
    }),
    { numRuns: 2_000 },
  );
});
