import { expect, test } from 'vitest';
import { OPERATOR } from '../../src/core/types.ts';
import { startFunction } from './bundle.ts';

test('no invocation is lost or doubled while processes are ended and started anew', async () => {
  const source =
    'const ran = []; export const handler = async ({ n }, { awsRequestId }) => { ran.push(awsRequestId); ' +
    'await new Promise((resolve) => setTimeout(resolve, n % 7)); ' +
    'return { n, times: ran.filter((id) => id === awsRequestId).length, awsRequestId }; };';
  const { functions } = await startFunction(source, {}, undefined, 2);
  const invoke = async (n: number) => {
    const { payload } = await functions.invoke({ functionArn: 'fn', payload: JSON.stringify({ n }), caller: OPERATOR });
    return JSON.parse(payload) as { n: number; times: number; awsRequestId: string };
  };
  const lane = async (first: number) => {
    const answers = [];
    for (let i = 0; i < 40; i++) answers.push(await invoke(first + i));
    return answers;
  };
  const lanes = Promise.all([lane(0), lane(100), lane(200), lane(300)]);
  for (let i = 0; i < 4; i++) {
    await functions.cool();
    await invoke(1_000 + i);
  }
  const answers = (await lanes).flat();
  expect(answers.map(({ n }) => n)).toEqual(
    [0, 100, 200, 300].flatMap((first) => Array.from({ length: 40 }, (_, i) => first + i)),
  );
  expect(new Set(answers.map(({ awsRequestId }) => awsRequestId)).size).toBe(160);
  expect(answers.every(({ times }) => times === 1)).toBe(true);
});
