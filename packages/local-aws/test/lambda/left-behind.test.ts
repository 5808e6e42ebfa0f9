import { expect, test } from 'vitest';
import { OPERATOR } from '../../src/core/types.ts';
import { startFunction } from './bundle.ts';

test('an invocation is over when its process ends, not when a program ends that it left behind', async () => {
  const source =
    "import { spawn } from 'node:child_process'; export const handler = () => { " +
    "spawn('sleep', ['4'], { detached: true, stdio: 'inherit' }).unref(); process.exit(3); };";
  const { functions } = await startFunction(source);
  const startedAt = performance.now();
  const { payload } = await functions.invoke({ functionArn: 'fn', payload: '{}', caller: OPERATOR });
  expect(JSON.parse(payload)).toMatchObject({ errorType: 'Runtime.ExitError' });
  expect(performance.now() - startedAt).toBeLessThan(3_500);
});
