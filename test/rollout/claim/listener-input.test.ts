import { expect, it } from 'vitest';
import { listenerInput } from '../../../rollout/claim/listener-input.ts';

it.each([
  [{ adopt: true }, { to: 'adopt' }],
  [{ releaseListener: true }, { to: 'give back' }],
  [{ releaseListener: { evenIf: '5' } }, { to: 'give back', evenIf: '5' }],
])('%j asks of the listener: %j', (input, wanted) => {
  expect(listenerInput(input)).toStrictEqual(wanted);
});

const ADOPT = 'execution input must be {"adopt":true} and nothing else: ';
const GIVE_BACK =
  'execution input must be {"releaseListener":true} or {"releaseListener":{"evenIf":"5"}}, and nothing else: ';

it.each<[input: unknown, message: string]>([
  [{ adopt: false }, ADOPT],
  [{ adopt: true, version: '7' }, ADOPT],
  [{ releaseListener: false }, GIVE_BACK],
  [{ releaseListener: true, version: '7' }, GIVE_BACK],
  [{}, GIVE_BACK],
  [null, GIVE_BACK],
  ['adopt', GIVE_BACK],
  [undefined, GIVE_BACK],
])('rejects %j of the listener, and says what was expected', (input, message) => {
  expect(() => listenerInput(input)).toThrow(
    expect.objectContaining({ name: 'InvalidInput', message: expect.stringContaining(message) as string }),
  );
});
