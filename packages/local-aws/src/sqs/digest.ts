import { createHash } from 'node:crypto';

export function md5(content: string | Buffer): string {
  return createHash('md5').update(content).digest('hex');
}

/** Of texts; of binary values it is 2. */
const TRANSPORT_TYPE = Buffer.from([1]);

/**
 * "Calculating the MD5 message digest for message attributes" of the SQS developer guide: in the order of their names,
 * name, data type, transport type and value, each text behind its length.
 * @param attributes texts by name; undefined when there is none
 */
export function md5OfAttributes(attributes: Readonly<Record<string, string>>): string | undefined {
  const parts = Object.entries(attributes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) => [measured(name), measured('String'), TRANSPORT_TYPE, measured(value)]);
  return parts.length === 0 ? undefined : md5(Buffer.concat(parts));
}

function measured(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
