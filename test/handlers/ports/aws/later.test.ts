import { describe, expect, it } from 'vitest';
import * as later from '../../../../handlers/ports/aws/wired/later.ts';
import { wire, type Wires } from '../../../../handlers/ports/aws/wired/wiring.ts';
import { refusingAws } from './refusing-aws.ts';
import { ENVIRONMENT, PREVIEWED, PROMOTED_EVENT, PROVISIONED, QUIET } from './samples.ts';

const aws = refusingAws();

const wholePorts = () => wire(later, QUIET, { ...ENVIRONMENT, ...PREVIEWED, ...PROVISIONED });

describe('a port whose client is loaded when it is first called', () => {
  it.each<[name: string, call: (ports: ReturnType<typeof wholePorts>) => Promise<unknown> | undefined, asks: string]>([
    ['versions', ({ versions }) => versions.readAlias('canary'), 'GET /2015-03-31/functions/greetings-service'],
    ['preview', ({ preview }) => preview?.readAlias('preview'), 'GET /2015-03-31/functions/greetings-service'],
    ['concurrency', ({ concurrency }) => concurrency?.read('3'), 'GET /2019-09-30/functions/greetings-service'],
    ['alarms', ({ alarms }) => alarms.read(['a']), 'POST / GraniteServiceVersion20100801.DescribeAlarms'],
    ['meter', ({ meter }) => meter.canaryWeight(10), 'POST / GraniteServiceVersion20100801.PutMetricData'],
    ['announcer', ({ announcer }) => announcer.publish(PROMOTED_EVENT), 'POST /'],
    ['executions', ({ executions }) => executions.status('arn'), 'POST / AWSStepFunctions.DescribeExecution'],
  ])('%s asks as the one does that is there from the start', async (_name, call, asks) => {
    await call(wholePorts())?.catch(() => undefined);
    const { method, path, target } = aws().seen[0] ?? {};
    expect(`${method} ${path} ${target ?? ''}`).toContain(asks);
  });

  it('fails as that one does', async () => {
    await expect(wholePorts().versions.readAlias('canary')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('tells what is known without a client, and is not there where the environment does not tell of it', () => {
    expect(wholePorts().concurrency?.perVersion).toBe(Number(PROVISIONED.PROVISIONED_CONCURRENCY));
    expect(wire(later, QUIET, ENVIRONMENT)).toMatchObject({ concurrency: undefined, preview: undefined });
  });

  it('is not taken for a promise by who awaits it', async () => {
    const { versions } = wholePorts();
    expect(await Promise.resolve(versions)).toBe(versions);
  });

  it('tells a variable that is missing at each call, as long as it is missing', async () => {
    const env: Record<string, string> = {};
    const { versions } = wire(later, QUIET, env);
    await expect(versions.exists('3')).rejects.toThrow('FUNCTION_NAME is missing');
    env['FUNCTION_NAME'] = 'greetings-service';
    await expect(versions.exists('3')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

describe('the clients behind the ports of a function', () => {
  it('are one for all that want the same', () => {
    const made = new Set<unknown>();
    const wiring = ({ client }: Wires) => made.add(client(Map, undefined));
    const ports = wire({ one: wiring, other: wiring }, QUIET, ENVIRONMENT);
    expect(ports.one).toBe(ports.other);
    expect(made.size).toBe(1);
  });
});
