import { describe, expect, it } from 'vitest';
import { ContractError } from '../../statemachine/contract/errors.ts';
import { on } from '../../verify/memory/hooks.ts';
import { bringTo, memoryService, type MemoryService } from '../../verify/memory/service.ts';
import { eachDeath } from './support/deaths.ts';
import {
  claimed,
  EACH,
  failing,
  having,
  noted,
  provisioned,
  ready,
  released,
  reverting,
  revertOf,
} from './support/provisioned.ts';

/** A promotion before its close; its owner had given the version before three environments. */
async function promotedOver() {
  const service = await ready();
  service.world.provision('owner', '1', 3);
  const a = service.execution('a');
  await a.shift(100);
  await a.promote();
  await a.shift(0);
  return { service, a };
}

describe('a promotion', () => {
  it('keeps what the version has, and takes away what the version before had, whoever gave that', async () => {
    const { service, a } = await promotedOver();
    expect(having(service)).toEqual(['2', '1']);
    await a.close();
    expect(having(service)).toEqual(['2']);
    expect(noted(service)).toEqual(['2']);
  });

  it('is announced with what could not be taken away; the watchdog takes it', async () => {
    const { service, a } = await promotedOver();
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
    service.world.provision('before', '1', EACH);
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
  it('asks for it for what production goes back to, and does not wait', async () => {
    const service = await reverting();
    expect(await revertOf(service).provision(EACH, true)).toMatchObject({ next: 'advance' });
    await revertOf(service).revert();
    await revertOf(service).close();
    expect(having(service)).toEqual(['1']);
  });

  it('goes on where it is refused, and says so', async () => {
    const service = await reverting();
    service.world.notAccepted = { mayPass: false, words: 'over the quota' };
    expect(await revertOf(service).provision(EACH, true)).toEqual({
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
    service.world.provision('before', '1', EACH);
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
    off.world.provision('before', '1', EACH);
    off.world.record = { revision: 9, provisioned: { 1: off.world.now().toISOString() } };
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
    expect(noted(service)).toEqual(['2']);
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
  await eachDeath(start, run, 5, (service, n) => expect([n, having(service)]).toEqual([n, []]));
});

it("is nobody's concern where a service has none", async () => {
  const service = memoryService();
  const calls = new Set<string>();
  service.world.hook = ({ name }) => void calls.add(name);
  await bringTo(service, service.execution('a'), 'closed');
  await service.watchdog();
  expect([...calls].filter((name) => name.startsWith('concurrency.'))).toEqual([]);
  expect(service.world.record.provisioned).toBeUndefined();
});
