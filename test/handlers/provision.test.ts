import { describe, expect, it } from 'vitest';
import type { RolloutRecord } from '../../rollout/record/record.ts';
import { ContractError } from '../../statemachine/contract/errors.ts';
import { READY_WITHIN_SECONDS } from '../../statemachine/contract/provision.ts';
import { crashAt, momentsOf, on, untilCrash } from '../../verify/memory/hooks.ts';
import { arn, askedTrigger, bringTo, memoryService, type MemoryService } from '../../verify/memory/service.ts';

const N = 5;
const provisioned = (perVersion = N) => memoryService(['1', '2', '3'], { provisionedConcurrency: perVersion });
/** The versions that have any. */
const having = ({ world }: MemoryService) => [...world.provisioned.keys()];
const failing =
  (call: string, error = new Error('Lambda does not answer')) =>
  ({ name, moment }: { readonly name: string; readonly moment: string }) => {
    if (name === call && moment === 'before') throw error;
  };

async function claimed(perVersion = N): Promise<MemoryService> {
  const service = provisioned(perVersion);
  await bringTo(service, service.execution('a'), 'claimed');
  return service;
}

/** Asked for, and ready. */
async function ready(): Promise<MemoryService> {
  const service = await claimed();
  await service.execution('a').provision();
  service.pass(60);
  await service.execution('a').provision();
  return service;
}

async function released(): Promise<MemoryService> {
  const service = await ready();
  for (const step of ['shift', 'promote', 'return', 'close'] as const) {
    const a = service.execution('a');
    await { shift: () => a.shift(100), promote: a.promote, return: () => a.shift(0), close: () => a.close() }[step]();
    service.pass(90);
  }
  return service;
}

describe('before users', () => {
  it('the version gets its environments, and is looked at until they are ready', async () => {
    const service = await claimed();
    const a = service.execution('a');
    expect(await a.provision()).toEqual({
      next: 'keep waiting',
      error: '',
      cause: '',
      message: 'provisioned concurrency of version 2: 0 of 5 environments are ready',
    });
    expect(service.world.provisioned.get('2')?.concurrency).toBe(N);
    service.pass(30);
    expect(await a.provision()).toMatchObject({ next: 'keep waiting' });
    service.pass(30);
    expect(await a.provision()).toMatchObject({
      next: 'advance',
      message: 'provisioned concurrency of version 2: 5 of 5 environments are ready',
    });
    expect(service.world.split).toBe('100/0');
  });

  it('the record knows of it before Lambda does, and of what production has', async () => {
    const service = await claimed();
    service.world.hook = on('a', 'concurrency.put', 'before', async () => {
      expect(service.world.record.provisioned).toEqual(['1', '2']);
    });
    await service.execution('a').provision();
    expect(having(service)).toEqual(['2']);
  });

  it('Lambda is asked once, however often it is looked', async () => {
    const service = await claimed();
    for (let look = 0; look < 4; look++) await service.execution('a').provision();
    expect(service.world.written.filter(({ what }) => what === 'provisioned 2')).toHaveLength(1);
  });

  it('it is asked for again where a late call has taken it away, and is not counted as ready before that', async () => {
    const service = await claimed();
    const a = service.execution('a');
    service.world.readySeconds = 0;
    await a.provision();
    expect(await a.provision()).toMatchObject({ next: 'keep waiting' });
    service.world.takeBack('late', '2');
    service.pass(30);
    expect(await a.provision()).toMatchObject({ next: 'keep waiting' });
    expect(having(service)).toEqual(['2']);
    expect(await a.provision()).toMatchObject({ next: 'advance' });
  });

  it('another number is asked for where the version has one from before', async () => {
    const service = await claimed();
    service.world.provision('owner', '2', 3);
    await service.execution('a').provision();
    expect(service.world.provisioned.get('2')?.concurrency).toBe(N);
  });

  it.each([
    [
      'refused by a quota',
      { notAccepted: { mayPass: false, words: 'InvalidParameterValueException: below its minimum value of [100]' } },
      60,
      'was refused: InvalidParameterValueException: below its minimum value of [100]',
    ],
    ['failed', { provisioningFails: 'FUNCTION_ERROR_INIT_FAILURE' }, 60, 'failed: FUNCTION_ERROR_INIT_FAILURE'],
    [
      'not ready in time',
      { readySeconds: Infinity },
      READY_WITHIN_SECONDS,
      'was not ready within 900 s: 0 of 5 environments are ready',
    ],
    [
      'not accepted in time',
      { notAccepted: { mayPass: true, words: 'ResourceConflictException: in use' } },
      READY_WITHIN_SECONDS,
      'was not ready within 900 s: Lambda does not take it yet: ResourceConflictException: in use',
    ],
  ])('what is %s is rolled back by name, in Lambda’s words', async (_title, world, seconds, words) => {
    const service = await claimed();
    Object.assign(service.world, world);
    const a = service.execution('a');
    await a.provision();
    service.pass(seconds);
    const cause = `provisioned concurrency of version 2 ${words}`;
    expect(await a.provision()).toEqual({ next: 'roll back', error: 'ConcurrencyNotReady', cause, message: cause });
  });

  it('gives the claim and what the canary had back, and production keeps its own', async () => {
    const service = await claimed();
    const a = service.execution('a');
    service.world.provision('before', '1', N);
    await a.provision();
    await a.rollBack({ kind: 'own', error: 'ConcurrencyNotReady', cause: 'it failed' });
    expect(having(service)).toEqual(['1', '2']);
    service.pass(90);
    await a.confirm();
    expect(await a.close('rolled back')).toMatchObject({ outcome: 'closed' });
    expect(having(service)).toEqual(['1']);
    expect(service.world.record).toMatchObject({ provisioned: ['1'], last: { error: 'ConcurrencyNotReady' } });
  });

  it('fails for a rollout whose claim is revoked, and asks Lambda nothing', async () => {
    const service = await claimed();
    await service.execution('b').rollBack(askedTrigger({ reason: 'no' }));
    await expect(service.execution('a').provision()).rejects.toMatchObject({ name: 'ClaimLost' });
    expect(having(service)).toEqual([]);
  });
});

describe('a promotion', () => {
  it('keeps what the version has, and takes away what the version before had, whoever gave that', async () => {
    const service = await ready();
    service.world.provision('owner', '1', 3);
    const a = service.execution('a');
    await a.shift(100);
    await a.promote();
    await a.shift(0);
    expect(having(service)).toEqual(['2', '1']);
    await a.close();
    expect(having(service)).toEqual(['2']);
    expect(service.world.record.provisioned).toEqual(['2']);
  });

  it('is announced with what could not be taken away; the watchdog takes it', async () => {
    const service = await ready();
    service.world.provision('owner', '1', 3);
    const a = service.execution('a');
    await a.shift(100);
    await a.promote();
    await a.shift(0);
    service.world.hook = failing('concurrency.remove');
    expect(await a.close()).toMatchObject({ outcome: 'closed' });
    expect(service.world.announcements.at(-1)).toMatchObject({
      kind: 'promoted',
      message: expect.stringContaining('could not be taken away, and costs (Lambda does not answer)') as string,
    });
    expect(service.log.lines).toContainEqual(expect.objectContaining({ level: 'error' }));
    service.world.hook = () => {};
    expect((await service.watchdog()).message).toContain(
      '; provisioned concurrency was left behind on version 1, it is taken away now',
    );
    expect(having(service)).toEqual(['2']);
  });

  it('that is taken back gives production what it had all the while', async () => {
    const service = await ready();
    service.world.provision('before', '1', N);
    const a = service.execution('a');
    await a.shift(100);
    await a.promote();
    await a.rollBack();
    expect(having(service)).toEqual(['2', '1']);
    service.pass(90);
    await a.confirm();
    await a.close('rolled back');
    expect(having(service)).toEqual(['1']);
  });
});

it.each(['concurrency.productionVersion', 'concurrency.remove'])(
  'a rollback is closed and never waits where %s fails',
  async (call) => {
    const service = await ready();
    const a = service.execution('a');
    await a.shift(10);
    service.world.hook = failing(call);
    await a.rollBack();
    expect(service.world.split).toBe('100/0');
    service.pass(90);
    await a.confirm();
    expect(await a.close('rolled back')).toMatchObject({
      outcome: 'closed',
      message: expect.stringContaining('the watchdog tries again each minute') as string,
    });
    expect(having(service)).toEqual(['2']);
  },
);

describe('a revert', () => {
  async function reverting(): Promise<MemoryService> {
    const service = await released();
    const revert = service.execution('r', { version: '1', previousVersion: '2' });
    service.world.executions.set(arn('r'), 'RUNNING');
    await revert.claim({ revert: true });
    return service;
  }
  const of = (service: MemoryService) => service.execution('r', { version: '1', previousVersion: '2' });

  it('asks for it for what production goes back to, and does not wait', async () => {
    const service = await reverting();
    expect(await of(service).provision(N, true)).toMatchObject({ next: 'advance' });
    await of(service).revert();
    await of(service).close();
    expect(having(service)).toEqual(['1']);
  });

  it('goes on where it is refused, and says so', async () => {
    const service = await reverting();
    service.world.notAccepted = { mayPass: false, words: 'over the quota' };
    expect(await of(service).provision(N, true)).toEqual({
      next: 'advance',
      error: '',
      cause: '',
      message: 'provisioned concurrency of version 1 was refused: over the quota',
    });
  });
});

describe('a watchdog round', () => {
  it('asks Lambda nothing where no release gave any', async () => {
    const service = provisioned();
    const calls: string[] = [];
    service.world.hook = ({ name }) => void calls.push(name);
    await service.watchdog();
    expect(calls.filter((name) => name.startsWith('concurrency.'))).toEqual([]);
  });

  it('leaves alone what production and what is released have', async () => {
    const service = await ready();
    service.world.provision('before', '1', N);
    await service.watchdog();
    expect(having(service)).toEqual(['2', '1']);
  });

  it('leaves alone what no release has touched', async () => {
    const service = await released();
    service.world.provision('owner', '3', 1);
    await service.watchdog();
    expect(having(service)).toEqual(['2', '3']);
  });

  it('takes it from a version that a person has replaced by hand', async () => {
    const service = await released();
    service.world.moveAlias('person', 'production', '3');
    await service.watchdog();
    expect(having(service)).toEqual([]);
  });

  it('takes all of it away where versions get none any more', async () => {
    const off = await claimed(0);
    off.world.provision('before', '1', N);
    off.world.record = { revision: 9, provisioned: ['1'] };
    expect((await off.watchdog()).message).toContain('left behind on version 1');
    expect(having(off)).toEqual([]);
    expect(off.world.record.provisioned).toBeUndefined();
  });

  it('fails while Lambda does not let it, after everything else', async () => {
    const service = await released();
    service.world.moveAlias('person', 'production', '3');
    service.world.hook = failing('concurrency.remove');
    await expect(service.watchdog()).rejects.toThrow('Lambda does not answer');
    expect(service.world.metered.at(-1)).toBe(0);
  });

  it('leaves it to the next where a person splits production over two versions, and says so', async () => {
    const service = await released();
    const split = new ContractError('VersionDrifted', 'alias production sends 5 % to version 1');
    service.world.hook = failing('concurrency.productionVersion', split);
    expect((await service.watchdog()).message).toContain('alias production sends 5 % to version 1');
  });

  it('forgets no version that a release has claimed while it was taken away', async () => {
    const service = await released();
    service.world.moveAlias('person', 'production', '3');
    service.world.hook = on('watchdog', 'concurrency.remove', 'after', async () => {
      await service.execution('b', { version: '2', previousVersion: '3' }).claim({ version: '2' });
    });
    await service.watchdog();
    expect(service.world.record.provisioned).toEqual(['2']);
  });
});

interface Way {
  readonly of: string;
  readonly start: () => Promise<MemoryService>;
  readonly run: (service: MemoryService) => Promise<unknown>;
}
const WAYS: readonly Way[] = [
  { of: 'giving it', start: claimed, run: (service) => service.execution('a').provision() },
  {
    of: 'a rollback',
    start: ready,
    run: async (service) => {
      await service.execution('a').rollBack();
      service.pass(90);
      await service.execution('a').close('rolled back');
    },
  },
];

it.each(WAYS)('nothing is left behind rounds after $of died at any moment', async ({ start, run }) => {
  const first = await start();
  const moments = await momentsOf(first.world, 'a', () => run(first));
  expect(moments).toBeGreaterThan(4);
  for (let n = 0; n < moments; n++) {
    const service = await start();
    service.world.hook = crashAt('a', n);
    await untilCrash(() => run(service));
    service.world.hook = () => {};
    service.world.executions.set(arn('a'), 'ABORTED');
    for (let round = 0; round < 5; round++) {
      service.pass(60);
      await service.watchdog();
    }
    expect(service.world.record.rollout).toBeUndefined();
    expect([n, having(service)]).toEqual([n, []]);
  }
});

it("is nobody's concern where a service has none", async () => {
  const service = memoryService();
  const calls = new Set<string>();
  service.world.hook = ({ name }) => void calls.add(name);
  await bringTo(service, service.execution('a'), 'closed');
  await service.watchdog();
  expect([...calls].filter((name) => name.startsWith('concurrency.'))).toEqual([]);
  const { provisioned: noted } = service.world.record satisfies RolloutRecord;
  expect(noted).toBeUndefined();
});
