import { expect, it } from 'vitest';
import { readReply, type Heard, type HookReply } from '../../../rollout/hooks/reply.ts';

const answered = (payload: unknown): HookReply => ({ kind: 'answered', payload });
const EXPECTED = 'expected hookStatus SUCCEEDED, FAILED or IN_PROGRESS, got ';

it.each<[what: string, reply: HookReply, heard: Heard]>([
  ['throws', { kind: 'failed', words: 'Error: no' }, { status: 'failed', says: 'it threw: Error: no' }],
  ['says nothing', { kind: 'silent' }, { status: 'failed', says: 'it gave no answer in time' }],
  ['is busy', { kind: 'busy', words: 'full' }, { status: 'busy', says: 'it could not be asked now: full' }],
  ['may not be asked', { kind: 'refused', words: 'denied' }, { status: 'failed', says: 'it cannot be asked: denied' }],
  ['answers something else', answered({ ok: 1 }), { status: 'failed', says: `${EXPECTED}{"ok":1}` }],
  ['answers nothing', answered(undefined), { status: 'failed', says: `${EXPECTED}nothing` }],
  ['has succeeded', answered({ hookStatus: 'SUCCEEDED' }), { status: 'succeeded', says: '' }],
  [
    'has failed with a reason',
    answered({ hookStatus: 'FAILED', reason: ' closed\n' }),
    { status: 'failed', says: 'closed' },
  ],
  [
    'wants to be asked again at once, with what it gives',
    answered({ hookStatus: 'IN_PROGRESS', callBackDelay: 0, hookDetails: { run: 7 } }),
    { status: 'in progress', says: '', callBackSeconds: 0, details: { run: 7 } },
  ],
])('a hook that %s', (_what, reply, heard) => {
  expect(readReply(reply)).toStrictEqual(heard);
});

const of = (length: number) =>
  readReply(answered({ hookStatus: 'IN_PROGRESS', hookDetails: { x: 'x'.repeat(length - '{"x":""}'.length) } }));

it('may give details of 2,000 characters as JSON, and fails with more', () => {
  expect(of(2_000).status).toBe('in progress');
  expect(of(2_001).status).toBe('failed');
});
