import { chmodSync, mkdirSync } from 'node:fs';
import { type FileHandle, open, writeFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';

/** What Lambda takes of a function's code, unpacked (Lambda quotas). */
const MOST_BYTES = 262_144_000;

interface Entry {
  readonly name: string;
  readonly deflated: boolean;
  readonly packed: number;
  readonly size: number;
  /** Unix permissions, 0 where the archive has none. */
  readonly mode: number;
  /** Where its own header begins. */
  readonly at: number;
}

/**
 * Unpacks a zip archive into a folder.
 * @throws Error naming what is wrong: no archive, an entry that leaves the folder or is a link, too much of it
 */
export async function unzip(file: string, folder: string): Promise<void> {
  const archive = await open(file, 'r');
  try {
    const entries = await readDirectory(archive, (await archive.stat()).size);
    const size = entries.reduce((sum, entry) => sum + entry.size, 0);
    if (size > MOST_BYTES) throw new Error(`unzipped size must be smaller than ${MOST_BYTES} bytes, it is ${size}`);
    mkdirSync(folder, { recursive: true });
    for (const entry of entries) await extract(archive, entry, folder);
  } finally {
    await archive.close();
  }
}

/** The end record is the last thing in an archive but for a comment of at most 64 KiB. */
const [END, END_BYTES, COMMENT_BYTES] = [0x06054b50, 22, 65_535];
const [CENTRAL, CENTRAL_BYTES] = [0x02014b50, 46];
const LOCAL_BYTES = 30;

/** Stands where a number is in a zip64 record, which nothing of a function's size needs. */
const [ELSEWHERE_16, ELSEWHERE_32] = [0xffff, 0xffffffff];

async function readDirectory(archive: FileHandle, length: number): Promise<readonly Entry[]> {
  const tail = await bytes(archive, Math.max(0, length - END_BYTES - COMMENT_BYTES), length);
  let end = tail.length - END_BYTES;
  while (end >= 0 && tail.readUInt32LE(end) !== END) end--;
  if (end < 0) throw new Error('the code is not a zip archive');
  const count = tail.readUInt16LE(end + 10);
  const [size, from] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
  if (count === ELSEWHERE_16 || from === ELSEWHERE_32) throw new Error('zip64 archives are not supported');
  const directory = await bytes(archive, from, from + size);
  const entries: Entry[] = [];
  for (let at = 0; entries.length < count;) {
    if (directory.readUInt32LE(at) !== CENTRAL) throw new Error('the directory of the zip archive is broken');
    const [name, extra, comment] = [28, 30, 32].map((offset) => directory.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const begin = at + CENTRAL_BYTES;
    entries.push({
      name: directory.toString('utf8', begin, begin + name),
      deflated: directory.readUInt16LE(at + 10) !== 0,
      packed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      mode: directory.readUInt32LE(at + 38) >>> 16,
      at: directory.readUInt32LE(at + 42),
    });
    at = begin + name + extra + comment;
  }
  return entries;
}

const [TYPE_MASK, LINK, PERMISSIONS] = [0o170000, 0o120000, 0o777];

async function extract(
  archive: FileHandle,
  { name, deflated, packed, mode, at }: Entry,
  folder: string,
): Promise<void> {
  const path = join(folder, normalize(name));
  if (!path.startsWith(join(folder, '/'))) throw new Error(`the zip archive has ${name}, which is outside of it`);
  if ((mode & TYPE_MASK) === LINK) throw new Error(`the zip archive has the link ${name}; links are not supported`);
  if (name.endsWith('/')) {
    mkdirSync(path, { recursive: true });
    return;
  }
  const header = await bytes(archive, at, at + LOCAL_BYTES);
  const from = at + LOCAL_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
  const content = await bytes(archive, from, from + packed);
  mkdirSync(dirname(path), { recursive: true });
  await writeFile(path, deflated ? await promisify(inflateRaw)(content, { maxOutputLength: MOST_BYTES }) : content);
  if ((mode & PERMISSIONS) !== 0) chmodSync(path, (mode & PERMISSIONS) | 0o400);
}

async function bytes(archive: FileHandle, from: number, to: number): Promise<Buffer> {
  const { buffer, bytesRead } = await archive.read(Buffer.alloc(to - from), 0, to - from, from);
  if (bytesRead < to - from) throw new Error('the zip archive ends too early');
  return buffer;
}
