import { describe, expect, it } from 'vitest';
import { READY_WITHIN_SECONDS } from '../../statemachine/contract/provision.ts';
import { on } from '../../verify/memory/hooks.ts';
import { askedTrigger } from '../../verify/memory/service.ts';
import { claimed, EACH, having, noted } from './support/provisioned.ts';

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
    expect(service.world.provisioned.get('2')?.concurrency).toBe(EACH);
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
      expect(noted(service)).toEqual(['1', '2']);
    });
    await service.execution('a').provision();
    expect(having(service)).toEqual(['2']);
  });

  it('Lambda is asked once, however often it is looked', async () => {
    const service = await claimed();
    for (let look = 0; look < 4; look++) await service.execution('a').provision();
    expect(service.world.written.filter(({ what }) => what === 'provisioned 2')).toHaveLength(1);
  });

  it('what a late call has taken away is asked for again, and nothing is counted as ready before that', async () => {
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
    expect(service.world.provisioned.get('2')?.concurrency).toBe(EACH);
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
    service.world.provision('before', '1', EACH);
    await a.provision();
    await a.rollBack({ kind: 'own', error: 'ConcurrencyNotReady', cause: 'it failed' });
    expect(having(service)).toEqual(['1', '2']);
    service.pass(90);
    await a.confirm();
    expect(await a.close('rolled back')).toMatchObject({ outcome: 'closed' });
    expect(having(service)).toEqual(['1']);
    expect(noted(service)).toEqual(['1']);
    expect(service.world.record).toMatchObject({ last: { error: 'ConcurrencyNotReady' } });
  });

  it('fails for a rollout whose claim is revoked, and asks Lambda nothing', async () => {
    const service = await claimed();
    await service.execution('b').rollBack(askedTrigger({ reason: 'no' }));
    await expect(service.execution('a').provision()).rejects.toMatchObject({ name: 'ClaimLost' });
    expect(having(service)).toEqual([]);
  });
});
