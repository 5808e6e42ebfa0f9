import jsonata from 'jsonata';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { seededRandom } from '../../core/random.ts';
import { registerFunctions } from '../functions.ts';
import { GUARDS, MOST_MEGABYTES, outcomeOf } from '../outcome.ts';
import type { Answer, Request } from './process.ts';

if (isMainThread) relay();
else parentPort?.on('message', (request: Request) => void evaluate(request));

/** Evaluates in a second thread, so that this one notices when the local cloud has gone, and goes too. */
function relay(): void {
  const thread = new Worker(fileURLToPath(import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
  });
  process.on('message', (request) => thread.postMessage(request, []));
  thread.on('message', (each) => process.send?.(each));
  process.on('disconnect', () => process.exit());
  // Gone before this program was loaded.
  if (!process.connected) process.exit();
}

async function evaluate(request: Request): Promise<void> {
  parentPort?.postMessage(await answer(request), []);
}

async function answer({ text, bindings, now, seed }: Request): Promise<Answer> {
  const expression = jsonata(text, GUARDS);
  registerFunctions(expression, { clock: { now: () => now }, random: seededRandom(seed) });
  const outcome = await outcomeOf(expression, bindings);
  if (outcome.kind !== 'value') return outcome;
  try {
    // As text: what is small here, with the same part in many places, may be large outside.
    return { json: JSON.stringify(outcome.value) };
  } catch (error) {
    return { kind: 'threw', why: String(error) };
  }
}
