import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { unzip } from '../../src/lambda/unzip.ts';

interface File {
  readonly name: string;
  readonly content: string;
  readonly deflated?: boolean;
  readonly mode?: number;
}

/** An archive as APPNOTE.TXT has it, with what its readers look at. */
function zip(files: readonly File[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, deflated = false, mode = 0o100644 } of files) {
    const data = deflated ? deflateRawSync(content) : Buffer.from(content);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(deflated ? 8 : 0, 10);
    central.writeUInt32LE(data.length, 20);
    central.writeUInt32LE(content.length, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(mode * 0x10000, 38);
    central.writeUInt32LE(at, 42);
    directory.push(central, Buffer.from(name));
    bodies.push(local, Buffer.from(name), data);
    at += 30 + name.length + data.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, ...directory, end]);
}

async function unpacked(archive: Buffer): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'unzip-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'code.zip'), archive);
  await unzip(join(folder, 'code.zip'), join(folder, 'code'));
  return join(folder, 'code');
}

test('unpacks what is packed and what is only stored, in its folders and with its permissions', async () => {
  const folder = await unpacked(
    zip([
      { name: 'index.js', content: 'exports.handler = () => 1;'.repeat(50), deflated: true },
      { name: 'bin/', content: '' },
      { name: 'bin/run', content: '#!/bin/sh', mode: 0o100755 },
    ]),
  );
  expect(readFileSync(join(folder, 'index.js'), 'utf8')).toBe('exports.handler = () => 1;'.repeat(50));
  expect(readFileSync(join(folder, 'bin', 'run'), 'utf8')).toBe('#!/bin/sh');
  expect(statSync(join(folder, 'bin', 'run')).mode & 0o777).toBe(0o755);
});

test.each([
  ['what is no archive', Buffer.from('exports.handler = () => 1;'), 'the code is not a zip archive'],
  [
    'a file outside of its folder',
    zip([{ name: '../evil.js', content: '' }]),
    'has ../evil.js, which is outside of it',
  ],
  ['a link', zip([{ name: 'here', content: '/etc', mode: 0o120777 }]), 'has the link here'],
  ['half of one', zip([{ name: 'a', content: 'a' }]).subarray(20), /ends too early|is broken/],
])('rejects %s', async (_what, archive, message) => {
  await expect(unpacked(archive)).rejects.toThrow(message);
});
