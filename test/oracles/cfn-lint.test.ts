import { describe, expect, it } from 'vitest';
import { LINT_EXCEPTIONS } from '../../verify/oracles/cfn-lint/exceptions.ts';
import { lintFaults, type Finding } from '../../verify/oracles/cfn-lint/judge.ts';
import { schemaFaults } from '../../verify/oracles/cfn-lint/schemas.ts';

const found = (Id: string, Message: string): Finding => ({
  Filename: '/out-1/Stack.template.json',
  Message,
  Rule: { Id },
  Location: { Path: ['Resources', 'It', 'DependsOn', 0] },
});
const EXCEPTED = found('W3005', "'Role' dependency already enforced by a 'GetAtt'");
const judged = (...findings: readonly Finding[]) => lintFaults(findings, LINT_EXCEPTIONS, () => 'every option');

describe('what cfn-lint finds', () => {
  it('is nothing where an exception says why', () => {
    expect(judged(EXCEPTED)).toEqual([]);
  });

  it('is told with its place', () => {
    expect(judged(EXCEPTED, found('E3033', "'x' is longer than 1024"))).toEqual([
      "every option: E3033 'x' is longer than 1024 (Resources/It/DependsOn/0)",
    ]);
  });

  it('is told for the rule of an exception that speaks of something else', () => {
    expect(judged(EXCEPTED, found('W3005', 'something else'))).toHaveLength(1);
  });

  it('is an exception that nothing needs', () => {
    expect(judged()).toEqual(['the exception for W3005 is needed no longer: take it away']);
  });

  it('is a table that says other than the schemas', () => {
    const table = { 'AWS::SNS::Topic': ['FifoTopic', 'TopicName'], 'AWS::SQS::Queue': ['QueueName'] };
    const schemas = { ...table, 'AWS::SQS::Queue': ['FifoQueue', 'QueueName'] };
    expect(schemaFaults(table, table)).toEqual([]);
    expect(schemaFaults(table, schemas)).toEqual([
      'AWS::SQS::Queue: QueueName in the table, FifoQueue, QueueName in the schema',
    ]);
  });
});
