import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { Channel } from '../../../src/lambda/worker/channel.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

const TEXTS = ['{"a":1}', '', 'two\nlines 7\n', 'größer 😀\u2028', `"${'x'.repeat(200_000)}"`];

/** What is written to the pipe, a text for each write. */
function sender() {
  const pipe = new PassThrough();
  const channel = new Channel(pipe, () => undefined);
  const writes: string[] = [];
  pipe.on('data', (text: string) => void writes.push(text));
  return { channel, pipe, writes };
}

/** What arrives of what is written to the pipe. */
function receiver() {
  const pipe = new PassThrough();
  const frames: [words: readonly string[], text: string][] = [];
  const channel = new Channel(pipe, (words, text) => void frames.push([words.slice(0, -1), text]));
  return { channel, pipe, frames };
}

async function written(texts: readonly string[]): Promise<Buffer> {
  const { channel, writes } = sender();
  texts.forEach((text, i) => channel.post(`done id-${i}`, text));
  await turn();
  await turn();
  return Buffer.from(writes.join(''));
}

test('what is posted in one turn of the event loop is one write', async () => {
  const { channel, writes } = sender();
  channel.post('ready');
  channel.post('done 1', 'null');
  await turn();
  await turn();
  expect(writes).toEqual(['ready 0\ndone 1 4\nnull']);
});

test.each([1, 2, 3, 1_000, 65_536])('texts arrive whole and in order in pieces of %i bytes', async (size) => {
  const { pipe, frames } = receiver();
  const texts = size < 1_000 ? TEXTS.slice(0, -1) : TEXTS;
  const bytes = await written(texts);
  for (let at = 0; at < bytes.length; at += size) pipe.write(bytes.subarray(at, at + size));
  await turn();
  expect(frames).toEqual(texts.map((text, i) => [['done', `id-${i}`], text]));
});

test('what is posted after the other process has gone is lost without an error', async () => {
  const { channel, pipe } = sender();
  pipe.destroy(new Error('write EPIPE'));
  channel.post('invoke 1', '{}');
  await turn();
  const sent = await new Promise((resolve) => channel.flush(() => resolve('heard')));
  expect(sent).toBe('heard');
});
