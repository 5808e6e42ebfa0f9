import { expect, test } from 'vitest';
import { Outbox } from '../../../src/lambda/worker/outbox.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

function outbox() {
  const sent: (readonly string[])[] = [];
  return { sent, box: new Outbox<string>((messages) => void sent.push(messages)) };
}

test('what is posted in one turn of the event loop goes as one message, in order', async () => {
  const { sent, box } = outbox();
  box.post('a');
  await Promise.resolve();
  box.post('b');
  expect(sent).toEqual([]);
  await turn();
  expect(sent).toEqual([['a', 'b']]);
});

test('the next turn has a message of its own, and one without posts has none', async () => {
  const { sent, box } = outbox();
  box.post('a');
  await turn();
  await turn();
  box.post('b');
  await turn();
  expect(sent).toEqual([['a'], ['b']]);
});

test('a flush sends at once, and nothing twice', async () => {
  const { sent, box } = outbox();
  box.post('a');
  box.flush();
  expect(sent).toEqual([['a']]);
  box.post('b');
  await turn();
  expect(sent).toEqual([['a'], ['b']]);
});
