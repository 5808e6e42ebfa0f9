import { describe, expect, it } from 'vitest';
import type { BusEvent } from '../../src/events/bus-event.ts';
import { type InputSettings, compileInput } from '../../src/events/target-input.ts';

// The event and templates of "Amazon EventBridge input transformation" in the user guide.
const EVENT: BusEvent = {
  version: '0',
  id: '7bf73129-1428-4cd3-a780-95db273d1602',
  'detail-type': 'EC2 Instance State-change Notification',
  source: 'aws.ec2',
  account: '123456789012',
  time: '2015-11-11T21:29:54Z',
  region: 'us-east-1',
  resources: ['arn:aws:ec2:us-east-1:123456789012:instance/i-abcd1111'],
  detail: {
    'instance-id': 'i-0123456789',
    state: 'RUNNING',
    said: 'a "word"',
    nested: { list: [1, { two: 2 }] },
    odd: { path: 'C:\\', said: 'a "word"' },
  },
};
const CONTEXT = {
  ruleArn: 'arn:aws:events:us-east-2:123456789012:rule/example',
  ruleName: 'example',
  ingestionTime: '2015-11-11T21:29:55.000Z',
};
const PATHS = { timestamp: '$.time', instance: '$.detail.instance-id', state: '$.detail.state' };

function render(settings: InputSettings): string {
  return compileInput(settings)(EVENT, CONTEXT);
}

function transform(InputTemplate: string, InputPathsMap: Record<string, string> = PATHS): string {
  return render({ InputTransformer: { InputTemplate, InputPathsMap } });
}

describe('target input', () => {
  it('is the whole event unless told', () => {
    expect(JSON.parse(render({}))).toEqual(EVENT);
  });

  it('is a constant, or a part of the event', () => {
    expect(render({ Input: '{"a":1}' })).toBe('{"a":1}');
    expect(render({ InputPath: '$.detail.state' })).toBe('"RUNNING"');
    expect(render({ InputPath: '$.detail.nested.list[1]' })).toBe('{"two":2}');
    expect(JSON.parse(render({ InputPath: '$' }))).toEqual(EVENT);
  });

  it.each([
    ['a text', '"instance <instance> is in <state>"', '"instance i-0123456789 is in RUNNING"'],
    [
      'escaped quotes',
      String.raw`"instance \"<instance>\" is in <state>"`,
      String.raw`"instance \"i-0123456789\" is in RUNNING"`,
    ],
    ['JSON', '{\n  "instance" : <instance>,\n  "state": <state>\n}', '{"instance":"i-0123456789","state":"RUNNING"}'],
    [
      'a mix',
      '{"instance":<instance>,"state":[9,<state>,true],"Transformed":"Yes"}',
      '{"instance":"i-0123456789","state":[9,"RUNNING",true],"Transformed":"Yes"}',
    ],
    [
      'reserved variables',
      '{"arn":<aws.events.rule-arn>,"at":<aws.events.event.ingestion-time>}',
      `{"arn":"${CONTEXT.ruleArn}","at":"${CONTEXT.ingestionTime}"}`,
    ],
    ['a reserved variable in a text', '"<aws.events.rule-name> triggered"', '"example triggered"'],
    ['no variable at all', '{"a":"1 < 2"}', '{"a":"1 < 2"}'],
  ])('from a template: %s', (_name, template, expected) => {
    expect(transform(template)).toBe(expected);
  });

  it('inserts a whole event at a placeholder for $, as CDK renders EventField.fromPath', () => {
    expect(JSON.parse(transform('{"rollback":{"event":<f1>}}', { f1: '$' }))).toEqual({ rollback: { event: EVENT } });
  });

  it('inserts the event of the reserved variables, with and without its detail', () => {
    expect(JSON.parse(transform('{"e":<aws.events.event.json>}'))).toEqual({ e: EVENT });
    // LocalStack's recording on AWS of 2024: the type is spelt otherwise.
    const { detail: _detail, 'detail-type': detailType, ...rest } = EVENT;
    expect(JSON.parse(transform('{"e":<aws.events.event>}'))).toEqual({ e: { ...rest, detailType } });
  });

  it('does not escape what it inserts into a text, so quotes in it break the JSON', () => {
    expect(transform('{"said":"<said>"}', { said: '$.detail.said' })).toBe('{"said":"a "word""}');
    expect(transform('{"said":<said>}', { said: '$.detail.said' })).toBe(String.raw`{"said":"a \"word\""}`);
  });

  it.each([
    ['a number', '"n is <n>"', { n: '$.detail.nested.list[0]' }, '"n is 1"'],
    // "EventBridge removes any internal quotes to ensure a valid string" (common issues with transforming input).
    ['an object', '"got <o>"', { o: '$.detail.nested' }, '"got {list:[1,{two:2}]}"'],
    ['an object in JSON', '{"got":"<o>"}', { o: '$.detail.nested.list[1]' }, '{"got":"{two:2}"}'],
    [
      'a list of texts',
      '"got <l>"',
      { l: '$.resources' },
      '"got [arn:aws:ec2:us-east-1:123456789012:instance/i-abcd1111]"',
    ],
    ['quotes and backslashes', '"<o>"', { o: '$.detail.odd' }, String.raw`"{path:C:\\,said:a word}"`],
    ['the whole event', '"<aws.events.event.json>"', {}, `"${JSON.stringify(EVENT)}"`],
  ])('inserts %s into a text', (_name, template, paths, expected) => {
    expect(transform(template, paths)).toBe(expected);
  });

  it('is null where an InputPath leads nowhere', () => {
    expect(render({ InputPath: '$.detail.none' })).toBe('null');
  });

  it('takes reserved variables in a template only: in a constant they are just text', () => {
    expect(render({ Input: '{"event":"<aws.events.event.json>"}' })).toBe('{"event":"<aws.events.event.json>"}');
  });

  it('leaves nothing in a text where the event has nothing, and an empty text elsewhere', () => {
    expect(transform('"none: <none>"', { none: '$.detail.none' })).toBe('"none: "');
    expect(transform('{"none":<none>,"state":<state>}', { none: '$.detail.none', state: '$.detail.state' })).toBe(
      '{"none":"","state":"RUNNING"}',
    );
  });

  it.each<[string, InputSettings, RegExp]>([
    ['two settings at once', { Input: '1', InputPath: '$' }, /only one of/],
    ['a constant that is not JSON', { Input: 'text' }, /Input must be JSON/],
    ['a path that does not start with $', { InputPath: 'detail' }, /must start with \$/],
    ['a wildcard in a path', { InputPath: '$.detail.list[*]' }, /unsupported part '\[\*\]'/],
    [
      'an unknown variable',
      { InputTransformer: { InputTemplate: '{"a":<b>}', InputPathsMap: {} } },
      /unknown variable <b>/,
    ],
    [
      'a reserved name for a path',
      { InputTransformer: { InputTemplate: '"x"', InputPathsMap: { 'aws.events.rule-arn': '$' } } },
      /reserved/,
    ],
  ])('rejects %s', (_name, settings, message) => {
    expect(() => compileInput(settings)).toThrow(message);
  });
});
