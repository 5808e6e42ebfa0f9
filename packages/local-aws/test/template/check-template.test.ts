import { expect, test } from 'vitest';
import { thing, world } from './stack-world.ts';

test.each<[string, object, object, string]>([
  [
    'a resource type',
    { Q: { Type: 'AWS::Kinesis::Stream' } },
    {},
    'Q (AWS::Kinesis::Stream): this resource type is not supported by the local cloud',
  ],
  ['a property', { A: thing({ Fifo: true }) }, {}, 'A (Test::Thing) Fifo: is not supported by the local cloud'],
  [
    'a property deep inside',
    { A: thing({ Deep: { Items: [{ Size: 1 }, { Size: 1, Color: 'red' }] } }) },
    {},
    'A (Test::Thing) Deep.Items[1].Color: is not supported by the local cloud',
  ],
  [
    'a property beside one that is not known yet',
    { A: thing(), B: thing({ Link: { Ref: 'A' }, Fifo: { Ref: 'A' } }) },
    {},
    'B (Test::Thing) Fifo: is not supported by the local cloud',
  ],
  [
    'a value',
    { A: thing({ Deep: { Items: [{ Size: 'big' }] } }) },
    {},
    'A (Test::Thing) Deep.Items[0].Size: expected number, received string',
  ],
  [
    'a value that would be known only later otherwise',
    { A: thing({ Link: 'topic' }) },
    {},
    'A (Test::Thing) Link: Invalid string: must start with "arn:"',
  ],
  [
    'a function',
    { A: thing({ Name: { 'Fn::Base64': 'x' } }) },
    {},
    'A (Test::Thing) Name: Fn::Base64 is not supported by the local cloud',
  ],
  [
    'a reference to nothing',
    { A: thing({ Name: { Ref: 'B' } }) },
    {},
    'A (Test::Thing) Name.Ref: nothing in the template is named B',
  ],
  [
    'a dependency on nothing',
    { A: thing({}, { DependsOn: ['B'] }) },
    {},
    'A (Test::Thing) DependsOn: nothing in the template is named B',
  ],
  [
    'a circle',
    { A: thing({ Name: { Ref: 'B' } }), B: thing({}, { DependsOn: 'A' }) },
    {},
    'Resources: circular dependency: A -> B -> A',
  ],
  [
    'a parameter without a default',
    { A: thing() },
    { Parameters: { Size: { Type: 'String' } } },
    'Parameters.Size: has no Default, and no value was given',
  ],
  [
    'a type of parameter',
    { A: thing() },
    { Parameters: { Image: { Type: 'AWS::EC2::Image::Id', Default: 'x' } } },
    'Parameters.Image: type AWS::EC2::Image::Id is not supported by the local cloud',
  ],
  [
    'an output of nothing',
    { A: thing() },
    { Outputs: { X: { Value: { Ref: 'B' } } } },
    'Outputs.X Ref: nothing in the template is named B',
  ],
  [
    'a function of a rule',
    { A: thing() },
    { Rules: { Mine: { Assertions: [{ Assert: { 'Fn::Contains': [['a'], 'a'] } }] } } },
    'Rules.Mine: Fn::Contains is not a condition function of the local cloud',
  ],
  [
    'what a rule forbids',
    { A: thing() },
    {
      Parameters: { Stage: { Type: 'String', Default: 'test' } },
      Rules: {
        Mine: {
          RuleCondition: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] }] },
          Assertions: [{ Assert: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] }, AssertDescription: 'prod only' }],
        },
      },
    },
    'Rules.Mine: prod only',
  ],
  [
    'a section',
    { A: thing() },
    { Transform: 'AWS::Serverless-2016-10-31' },
    'Transform: is not supported by the local cloud',
  ],
  [
    'an attribute of a resource',
    { A: thing({}, { UpdatePolicy: {} }) },
    {},
    'Resources.A.UpdatePolicy: is not supported by the local cloud',
  ],
])('rejects %s that it does not have before anything is deployed', async (_, resources, rest, message) => {
  const { deploy, done } = world();
  await expect((async () => deploy({ First: thing(), ...resources }, rest))()).rejects.toThrow(message);
  expect(done()).toEqual([]);
});

test('rejects with every problem at once', async () => {
  const { deploy } = world();
  await expect(deploy({ A: thing({ Fifo: 1, Kms: 2 }), B: { Type: 'AWS::X::Y' } })).rejects.toThrow(
    'stack Stack was not deployed: A (Test::Thing) Fifo: is not supported by the local cloud\n' +
      'A (Test::Thing) Kms: is not supported by the local cloud\n' +
      'B (AWS::X::Y): this resource type is not supported by the local cloud',
  );
});
