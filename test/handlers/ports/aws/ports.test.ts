import { describe, expect, it, vi } from 'vitest';
import { readEnv } from '../../../../handlers/ports/aws/env.ts';
import { allPorts } from './all-ports.ts';
import {
  ATTEMPTS,
  CLIENT_SETTINGS,
  INVOKE_TIMEOUT_MS,
  INVOKER_SETTINGS,
  REQUEST_TIMEOUT_MS,
} from '../../../../handlers/ports/aws/client-settings.ts';
import { Env } from '../../../../statemachine/contract/names.ts';
import { WRITER_LIFETIME_SECONDS, WRITER_TIMEOUT_SECONDS } from '../../../../statemachine/contract/writer.ts';
import { ENVIRONMENT, LOGGED, OTHERS, PREFIXED, PREVIEWED, PROVISIONED, QUIET } from './samples.ts';

const WHOLE = { ...ENVIRONMENT, ...LOGGED, ...PREVIEWED, ...PROVISIONED, ...OTHERS, ...PREFIXED };

describe('the environment', () => {
  it('gives a variable that is as it must be', () => {
    expect(readEnv(ENVIRONMENT, Env.tableName)).toBe('rollouts');
  });

  it.each(Object.values(Env))('accepts %s as infrastructure sets it', (name) => {
    expect(readEnv(WHOLE, name)).toBe(WHOLE[name]);
  });

  it('rejects a missing variable', () => {
    expect(() => readEnv({}, Env.listenerId)).toThrow(
      'environment variable LISTENER_ID is missing, expected listener-0123456789abcdef0',
    );
  });

  it('rejects a blank variable', () => {
    expect(() => readEnv({ LISTENER_ID: ' ' }, Env.listenerId)).toThrow('environment variable LISTENER_ID is blank');
  });

  it.each([
    [Env.listenerId, 'svc-0123456789abcdef0'],
    [Env.latticeServiceId, 'listener-0123456789abcdef0'],
    [Env.canaryTargetGroupId, 'tg-1'],
    [Env.canaryTargetGroupArn, 'tg-0123456789abcdef1'],
    [Env.functionName, 'arn:aws:lambda:eu-west-1:123456789012:function:greetings'],
    [Env.releaseEventsTopicArn, 'release-events'],
    [Env.tableName, 'a table'],
    [Env.service, 'two words'],
    [Env.previewAlias, 'review'],
    [Env.provisionedConcurrency, 'many'],
    [Env.existingListener, 'no'],
    [Env.previewTargetGroupId, 'preview'],
    [Env.aliasPrefix, '7 '],
  ])('rejects a malformed %s, naming what it got', (name, value) => {
    expect(() => readEnv({ [name]: value }, name)).toThrow(`environment variable ${name} is malformed: got "${value}"`);
  });
});

const preview = (PREVIEW_ALIAS: string) =>
  allPorts(QUIET, { FUNCTION_NAME: 'greetings', PREVIEW_ALIAS, ALIAS_PREFIX: 'lattice-' }).preview;

describe('the ports', () => {
  it('read nothing of the environment before they are used', () => {
    const read = vi.fn<(name: PropertyKey) => void>();
    allPorts(QUIET, new Proxy({}, { get: (_env, name) => read(name) }));
    expect(read).not.toHaveBeenCalled();
  });

  it('know the preview by the name that its prefix gives it, and by no other', () => {
    expect(preview('lattice-preview')).toBeDefined();
    expect(preview('preview')).toBeUndefined();
  });

  it('know a listener of others where there is one, and its preview where that has one', () => {
    expect(allPorts(QUIET, ENVIRONMENT)).toMatchObject({ existing: undefined, adoption: undefined });
    const others = { ...ENVIRONMENT, AWS_REGION: 'eu-west-1', EXISTING_LISTENER: 'yes' };
    expect(allPorts(QUIET, others).existing).toMatchObject({ listenerId: ENVIRONMENT.LISTENER_ID });
    expect(allPorts(QUIET, others).adoption).toMatchObject({
      functionName: ENVIRONMENT.FUNCTION_NAME,
      previewGroup: undefined,
    });
    const { PREVIEW_TARGET_GROUP_ID } = OTHERS;
    expect(allPorts(QUIET, { ...others, PREVIEW_TARGET_GROUP_ID }).adoption).toMatchObject({
      previewGroup: PREVIEW_TARGET_GROUP_ID,
    });
  });

  it('read only their own variables', () => {
    const ports = allPorts(QUIET, { TABLE_NAME: 'rollouts', SERVICE_NAME: 'greetings' });
    expect(ports.records).toBe(ports.records);
    expect(ports.service).toBe('greetings');
    expect(() => ports.versions).toThrow('FUNCTION_NAME is missing');
    expect(() => ports.listener).toThrow('LATTICE_SERVICE_ID is missing');
    expect(() => ports.announcer).toThrow('RELEASE_EVENTS_TOPIC_ARN is missing');
  });

  it('count answers in access logs where target groups are named as those do, both of them', () => {
    const { PRODUCTION_TARGET_GROUP_ARN } = LOGGED;
    const env = { FUNCTION_NAME: 'greetings-service', PRODUCTION_TARGET_GROUP_ARN };
    expect(() => allPorts(QUIET, env).minutes).toThrow('CANARY_TARGET_GROUP_ARN is missing');
    expect(allPorts(QUIET, { ...env, ...LOGGED, AWS_REGION: 'eu-west-1' }).minutes).toBeTypeOf('object');
  });

  it('are all there when the environment is complete', () => {
    const ports = allPorts(QUIET, { ...ENVIRONMENT, AWS_REGION: 'eu-west-1' });
    const { clock, listener, versions, invoker, alarms, minutes, records, announcer, meter, executions } = ports;
    for (const port of [clock, listener, versions, invoker, alarms, minutes, records, announcer, meter, executions])
      expect(port).toBeTypeOf('object');
  });

  it('need no environment for alarms and executions', () => {
    const ports = allPorts(QUIET, {});
    expect(ports.alarms).toBeTypeOf('object');
    expect(ports.executions).toBeTypeOf('object');
  });

  it('rejects a listener whose two target groups are one', () => {
    const ports = allPorts(QUIET, { ...ENVIRONMENT, CANARY_TARGET_GROUP_ID: ENVIRONMENT.PRODUCTION_TARGET_GROUP_ID });
    expect(() => ports.listener).toThrow('CANARY_TARGET_GROUP_ID');
  });
});

describe('the time that clients take', () => {
  // Backoff of the SDK's standard mode: at most 50 and 100 ms; throttled 1 and 2 s, each at most 5 s longer on request.
  const timedOut = ATTEMPTS * REQUEST_TIMEOUT_MS + 50 + 100;
  const throttled = 1_000 + 5_000 + 2_000 + 5_000;

  it('is well within the timeout of a function that writes', () => {
    expect(ATTEMPTS).toBe(3);
    expect(timedOut).toBeLessThanOrEqual(9_200);
    expect(throttled).toBeLessThanOrEqual(13_000);
    expect(Math.max(timedOut, throttled)).toBeLessThan(WRITER_TIMEOUT_SECONDS * 1_000 * 0.75);
  });

  it('leaves no request under way once a writer is past its lifetime', () => {
    expect(WRITER_TIMEOUT_SECONDS * 1_000 + REQUEST_TIMEOUT_MS).toBeLessThan(WRITER_LIFETIME_SECONDS * 1_000);
  });

  it('ends with an error rather than a warning', () => {
    expect(CLIENT_SETTINGS.requestHandler.throwOnRequestTimeout).toBe(true);
    expect(INVOKER_SETTINGS).toMatchObject({
      maxAttempts: 1,
      requestHandler: { requestTimeout: INVOKE_TIMEOUT_MS, throwOnRequestTimeout: true },
    });
  });
});
