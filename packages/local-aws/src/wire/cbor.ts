import { DEEPEST, MOST_PARTS, tooDeep, tooManyParts } from './bounds.ts';
import { malformed } from './http.ts';

/** The kinds of CBOR's items (RFC 8949, section 3.1): the first three bits. */
const [UNSIGNED, NEGATIVE, BYTES, TEXT, LIST, MAP, TAG] = [0, 1, 2, 3, 4, 5, 6];
const UNKNOWN_LENGTH = 31;
const BREAK = 0xff;
/** Of a tag: the time in epoch seconds follows. */
const TIME = 1;

interface Head {
  readonly kind: number;
  /** The last five bits: a small argument, or where the argument is. */
  readonly info: number;
  /** A number, a length or a count, infinite when it is not known; a float's bits are read apart. */
  readonly argument: number;
}

/**
 * Reads CBOR as requests of SDKs have it. Written for untrusted bytes: levels and parts are bounded, and of tags only
 * times are taken; a bignum of a megabyte costs the usual libraries minutes.
 * @throws AwsError SerializationException naming what it does not take
 */
export function decodeCbor(bytes: Buffer): unknown {
  const reader = new Reader(bytes);
  const value = reader.item(0);
  reader.end();
  return value;
}

class Reader {
  private at = 0;
  private parts = 0;

  constructor(private readonly bytes: Buffer) {}

  item(depth: number): unknown {
    if (depth > DEEPEST) tooDeep();
    if (++this.parts > MOST_PARTS) tooManyParts();
    const { kind, info, argument } = this.head();
    switch (kind) {
      case UNSIGNED:
        return argument;
      case NEGATIVE:
        return -1 - argument;
      case BYTES:
        return this.chunks(kind, argument);
      case TEXT:
        return this.chunks(kind, argument).toString('utf8');
      case LIST:
        return this.several(argument, () => this.item(depth + 1));
      case MAP:
        return Object.fromEntries(this.several(argument, () => [this.key(), this.item(depth + 1)] as const));
      case TAG:
        return this.time(argument, depth);
      default:
        return this.simple(info);
    }
  }

  end(): void {
    if (this.at < this.bytes.length) throw notCbor(`${this.bytes.length - this.at} bytes follow it`);
  }

  private head(): Head {
    const first = this.take(1)[0] ?? 0;
    const [kind, info] = [first >> 5, first & 0x1f];
    if (info < 24) return { kind, info, argument: info };
    if (info === UNKNOWN_LENGTH && kind >= BYTES && kind !== TAG) return { kind, info, argument: Infinity };
    if (info > 27) throw notCbor(`got the byte ${first}`);
    // Of floats it is not the value, which is read again.
    const argument = unsigned(this.take(2 ** (info - 24)));
    return { kind, info, argument };
  }

  private several<T>(count: number, read: () => T): T[] {
    const items: T[] = [];
    const more = () => (count === Infinity ? !this.broken() : items.length < count);
    while (more()) items.push(read());
    return items;
  }

  private chunks(kind: number, length: number): Buffer {
    if (length !== Infinity) return this.take(length);
    const chunk = () => {
      const head = this.head();
      if (head.kind !== kind || head.argument === Infinity) throw notCbor('got something else in a text or in bytes');
      if (++this.parts > MOST_PARTS) tooManyParts();
      return this.take(head.argument);
    };
    return Buffer.concat(this.several(Infinity, chunk));
  }

  private key(): string {
    const { kind, argument } = this.head();
    if (kind !== TEXT) throw notCbor('got a name that is no text');
    return this.chunks(kind, argument).toString('utf8');
  }

  private time(tag: number, depth: number): Date {
    if (tag !== TIME) throw malformed(`the CBOR tag ${tag} is not taken, only times: tag ${TIME}`);
    const seconds = this.item(depth + 1);
    const date = new Date(typeof seconds === 'number' ? seconds * 1000 : Number.NaN);
    if (Number.isNaN(date.getTime())) throw malformed(`a time must be epoch seconds, got ${shown(seconds)}`);
    return date;
  }

  private simple(info: number): unknown {
    const bits = (size: number) => this.bytes.subarray(this.at - size, this.at);
    switch (info) {
      case 20:
        return false;
      case 21:
        return true;
      case 22:
      case 23:
        return null;
      case 25:
        return half(bits(2).readUInt16BE());
      case 26:
        return bits(4).readFloatBE();
      case 27:
        return bits(8).readDoubleBE();
      default:
        throw notCbor(`got the simple value ${info}`);
    }
  }

  private broken(): boolean {
    if (this.bytes[this.at] !== BREAK) return false;
    this.at++;
    return true;
  }

  private take(length: number): Buffer {
    if (length > this.bytes.length - this.at) throw notCbor('it ends too early');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

/** Beyond 2^53 it is rounded. */
function unsigned(bytes: Buffer): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}

/** A float of 16 bits (RFC 8949, appendix D). */
function half(bits: number): number {
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 100) : typeof value;
}

function notCbor(why: string): Error {
  return malformed(`the body is not CBOR: ${why}`);
}
