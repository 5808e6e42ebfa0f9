import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { handlerFor } from '../../../handlers/middleware/handler-for.ts';
import { ContractError, ErrorName } from '../../../statemachine/contract/errors.ts';

const args = z.object({
  execution: z.object({ id: z.string() }),
  version: z.string().optional(),
  weight: z.int().optional(),
});
const shift = { file: 'shift', args, ports: [] };
const context = {
  awsRequestId: 'request-1',
  functionName: 'shift-function',
  getRemainingTimeInMillis: () => 20_000,
} as Context;
const event = { execution: { id: 'execution-1' }, version: '8', weight: 10 };

let lines: Record<string, unknown>[];
beforeEach(() => {
  lines = [];
  const keep = (text: unknown) => {
    for (const line of String(text).split('\n'))
      if (line !== '') lines.push(JSON.parse(line) as Record<string, unknown>);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(keep);
  vi.spyOn(process.stderr, 'write').mockImplementation(keep);
});
afterEach(() => vi.restoreAllMocks());

describe('creating the logic', () => {
  it('waits for the first invocation and happens once', async () => {
    const create = vi.fn<() => () => Promise<string>>(() => async () => 'done');
    const handler = handlerFor(shift, {}, create);
    expect(create).not.toHaveBeenCalled();
    expect(await handler(event, context)).toBe('done');
    expect(await handler(event, context)).toBe('done');
    expect(create).toHaveBeenCalledOnce();
  });

  it('fails the invocation by its error, and is tried again at the next', async () => {
    const create = vi.fn<() => () => Promise<string>>(() => async () => 'done');
    create.mockImplementationOnce(() => {
      throw new Error('no table');
    });
    const handler = handlerFor(shift, {}, create);
    await expect(handler(event, context)).rejects.toThrow('no table');
    expect(await handler(event, context)).toBe('done');
  });
});

describe('the argument', () => {
  it('reaches the logic as the schema read it', async () => {
    const run = vi.fn<(args: unknown) => Promise<void>>(async () => undefined);
    await handlerFor(shift, {}, () => run)({ ...event, newer: true }, context);
    expect(run).toHaveBeenCalledExactlyOnceWith(event);
  });

  it('is refused by name, naming path, expectation and value, before any logic is made', async () => {
    const create = vi.fn<() => () => Promise<string>>(() => async () => 'done');
    const refused = handlerFor(shift, {}, create)({ ...event, weight: 'ten' }, context);
    await expect(refused).rejects.toMatchObject({
      name: 'InvalidInput',
      message: 'the argument of shift is not as documented: weight: expected number, got "ten"',
    });
    expect(create).not.toHaveBeenCalled();
    expect(lines).toMatchObject([{ level: 'ERROR', rollout: 'execution-1' }]);
  });

  it.each([[null], ['text'], [7], [undefined]])('rejects %j', async (input) => {
    await expect(handlerFor(shift, {}, () => async () => 'done')(input, context)).rejects.toMatchObject({
      name: 'InvalidInput',
    });
  });
});

describe('log lines', () => {
  it('carry rollout, version and weight, the function and its request', async () => {
    const handler = handlerFor(shift, {}, (_, log) => async () => {
      log.warn('careful', { live: 30 });
      return { weight: 10, message: 'canary at 10 %' };
    });
    await handler(event, context);
    const about = {
      service: 'lattice-canary',
      handler: 'shift',
      function_request_id: 'request-1',
      rollout: 'execution-1',
      execution: 'execution-1',
      version: '8',
      weight: 10,
    };
    expect(lines).toMatchObject([
      { level: 'WARN', message: 'careful', live: 30, ...about },
      { level: 'INFO', message: 'canary at 10 %', ...about },
    ]);
  });

  it('carry nothing over to the next invocation, also after a failure', async () => {
    const handler = handlerFor(shift, {}, () => async ({ weight }) => {
      if (weight === 10) throw new Error('no');
      return { message: 'fine' };
    });
    await expect(handler(event, context)).rejects.toThrow('no');
    await handler({ execution: { id: 'execution-2' } }, context);
    expect(lines[1]).toMatchObject({ message: 'fine', rollout: 'execution-2', handler: 'shift' });
    expect(lines[1]).not.toHaveProperty('version');
    expect(lines[1]).not.toHaveProperty('weight');
  });

  it('are none for a result without a message', async () => {
    await handlerFor(
      { file: 'watchdog', event: z.looseObject({}), ports: [] },
      {},
      () => async () => undefined,
    )({}, context);
    expect(lines).toEqual([]);
  });
});

describe('errors', () => {
  it('of the contract are logged once and thrown on under their name', async () => {
    const lost = new ContractError(ErrorName.ClaimLost, 'the claim was revoked', { cause: new Error('alarm') });
    const handler = handlerFor(shift, {}, () => async () => {
      throw lost;
    });
    await expect(handler(event, context)).rejects.toBe(lost);
    expect(lines).toMatchObject([
      {
        level: 'ERROR',
        message: 'ClaimLost: the claim was revoked',
        rollout: 'execution-1',
        error: { name: 'ClaimLost', cause: { message: 'alarm' } },
      },
    ]);
  });

  it('leave no handler frozen halfway: nothing but Lambda itself looks at the time that is left', async () => {
    const timeLeft = vi.fn<() => number>(() => 1);
    await handlerFor(shift, {}, () => async () => 'done')(event, { ...context, getRemainingTimeInMillis: timeLeft });
    expect(timeLeft).not.toHaveBeenCalled();
  });
});
