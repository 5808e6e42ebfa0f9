import { describe, expect, it } from 'vitest';
import { arn } from '../../verify/memory/service.ts';
import { baking, named, text } from './support/baking.ts';

describe('a word during a bake', () => {
  it('ends it at the next healthy check, and names the weight it was said to', async () => {
    const { look, pass, say, world } = await baking();
    pass(150);
    expect(await say({ at: 10, by: 'ann', reason: 'it looks good' })).toEqual({
      rollout: arn('a'),
      weight: 10,
      message:
        'a was told to go on from 10 % with version 2 (as "ann", because "it looks good"; unproven, execution p)',
    });
    world.setAlarm('canary-errors', 'INSUFFICIENT_DATA');
    expect(await look()).toMatchObject({
      next: 'keep baking',
      message: text('; unproven, execution p), which a healthy check will do'),
    });
    world.setAlarm('canary-errors');
    expect(await look()).toMatchObject({
      next: 'advance',
      message:
        '10 %: healthy, 100 requests, 2 alarms OK; somebody said go on ' +
        '(as "ann", because "it looks good"; unproven, execution p)',
    });
  });

  it('lets on no unhealthy, silent or unasked canary; that there were few requests it overrules', async () => {
    const { look, pass, say, world } = await baking({}, { minRequests: 19 });
    pass(150);
    await say();
    world.setAlarm('canary-errors', 'ALARM');
    expect(await look()).toMatchObject({ next: 'roll back', error: 'CanaryRolledBack' });
    world.setAlarm('canary-errors', 'INSUFFICIENT_DATA');
    expect(await look()).toMatchObject({ next: 'keep baking' });
    world.setAlarm('canary-errors');
    world.requests = () => 0;
    expect(await look()).toMatchObject({ next: 'keep baking' });
    pass(1000);
    expect(await look()).toMatchObject({ next: 'roll back', error: 'NotEnoughTraffic' });
    world.requests = () => 4;
    expect(await look()).toMatchObject({ next: 'advance' });
  });

  it('passes the gate, and the hold, of its weight', async () => {
    const { look, pass, say, world } = await baking({ holdAt: 10 }, { approve: true });
    pass(150);
    await say();
    expect(await look()).toMatchObject({ next: 'advance', approved: true });
    expect(world.announcements.map(({ kind }) => kind)).not.toContain('held');
  });

  it('counts once: said again by anybody it changes nothing, and says so', async () => {
    const { look, pass, say, shift, world } = await baking();
    pass(150);
    const first = await say();
    const before = world.state;
    expect(await say()).toEqual(first);
    expect(await say(true, world.now().toISOString(), 'r')).toMatchObject({
      weight: 10,
      message: 'a was told before to go on from 10 %: nothing changes',
    });
    expect(world.state).toEqual(before);
    await look();
    await shift(30);
    // A retry of the first call, whose answer was lost, still tells what it did.
    expect(await say()).toEqual(first);
    pass(150);
    expect(await look({ weight: 30 })).toMatchObject({ next: 'keep baking', message: text('baking 60 of 300 s') });
  });

  it('counts for no other weight than the one that ran when it was said, or that it names', async () => {
    const { look, pass, say, shift, world } = await baking();
    pass(150);
    const early = world.now().toISOString();
    pass(240);
    await shift(30);
    await expect(say(true, early)).rejects.toThrow(
      named('NothingHeld', /is at 30 % since 2026-01-05T09:06:30.000Z, after this was asked/),
    );
    await expect(say({ at: 10 })).rejects.toThrow(named('NothingHeld', /is at 30 %, not at 10 %/));
    pass(150);
    expect(await look({ weight: 30 })).toMatchObject({ next: 'keep baking' });
  });

  it('is refused where nobody knows since when the weight runs, and while it changes', async () => {
    const { pass, say, world } = await baking();
    pass(150);
    const { confirmedAt: _confirmedAt, ...rollout } = world.record.rollout ?? ({} as never);
    world.record = { ...world.record, rollout };
    await expect(say()).rejects.toThrow(named('NothingHeld', /nobody knows since when/));
    world.record = { ...world.record, rollout: { ...rollout, intendedWeight: 30 } };
    await expect(say()).rejects.toThrow(named('NothingHeld', /on its way from 10 % to 30 %/));
  });

  it('for promotion ends every wait that comes, at healthy checks only, and overrules nothing there', async () => {
    const { look, pass, say, shift, world } = await baking({}, { minRequests: 19, tooFewRequests: 'hold' });
    pass(150);
    expect(await say('promote')).toMatchObject({ message: text('from 10 % with version 2, and from every weight') });
    world.requests = () => 4;
    expect(await look()).toMatchObject({ next: 'advance' });
    await shift(30);
    pass(150);
    const at30 = { weight: 30, approve: true };
    expect(await look(at30)).toMatchObject({ next: 'keep baking' });
    pass(900);
    expect(await look(at30)).toMatchObject({ next: 'keep baking', message: text('approval until somebody says') });
    world.requests = () => 100;
    expect(await look(at30)).toMatchObject({ next: 'advance', approved: true });
    await shift(50);
    pass(150);
    expect(await look({ weight: 50 })).toMatchObject({ next: 'advance', message: text('; somebody said go on') });
  });
});
