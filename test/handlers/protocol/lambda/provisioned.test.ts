import { describe, expect, it } from 'vitest';
import { takeBackConcurrency, takeBackIfPossible } from '../../../../handlers/protocol/lambda/provisioned.ts';
import { newRollout } from '../../../../rollout/claim/claim.ts';
import { recordingLog } from '../../../../verify/memory/log.ts';
import { memoryPorts } from '../../../../verify/memory/ports.ts';
import { arn, memoryService, START } from '../../../../verify/memory/service.ts';
import { failing, having } from '../../support/provisioned.ts';

const SINCE = START.toISOString();

/** At rest on version 1, and these versions were given some once. */
function left(versions: readonly string[], perVersion: number | undefined = 5) {
  const service = memoryService(['1', '2', '3', '4', '5'], { provisionedConcurrency: perVersion });
  for (const version of versions) service.world.provision('a release', version, 5);
  service.world.record = { revision: 1, provisioned: Object.fromEntries(versions.map((each) => [each, SINCE])) };
  return { service, ports: memoryPorts(service.world) };
}

describe('provisioned concurrency of versions that are out', () => {
  it('is taken away, three at once, and forgotten', async () => {
    const { ports, service } = left(['1', '2', '3', '4', '5']);
    expect(await takeBackConcurrency(ports)).toEqual(['2', '3', '4']);
    expect(having(service)).toEqual(['1', '5']);
    expect(await takeBackConcurrency(ports)).toEqual(['5']);
    expect(service.world.record.provisioned).toEqual({ 1: SINCE });
  });

  it('is left alone while a rollout is open, and Lambda is asked nothing', async () => {
    const { ports, service } = left(['2']);
    service.world.record = { ...service.world.record, rollout: newRollout(arn('a'), '3', '1', START) };
    const calls: string[] = [];
    service.world.hook = ({ name }) => void calls.push(name);
    expect(await takeBackConcurrency(ports)).toEqual([]);
    expect(new Set(calls)).toEqual(new Set(['records.read']));
    expect(having(service)).toEqual(['2']);
  });

  it('is nobody’s where none is known of any more', async () => {
    const { service } = left(['2']);
    const { concurrency: _none, ...ports } = memoryPorts(service.world);
    expect(await takeBackConcurrency(ports)).toEqual([]);
    expect(await takeBackConcurrency(memoryPorts(memoryService(['1'], { provisionedConcurrency: 5 }).world))).toEqual(
      [],
    );
  });

  it('says of a failure no more than an announcement can take', async () => {
    const { ports, service } = left(['2']);
    service.world.hook = failing('concurrency.remove', new Error('x'.repeat(500)));
    const words = await takeBackIfPossible(ports, recordingLog());
    expect(words).toContain(`could not be taken away, and costs (${'x'.repeat(200)}); `);
  });
});
