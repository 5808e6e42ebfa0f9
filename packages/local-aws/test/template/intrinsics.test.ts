import { expect, test } from 'vitest';
import { NO_VALUE, resolve, type Scope } from '../../src/template/intrinsics.ts';

const scope: Scope = {
  ref: (name) =>
    new Map<string, unknown>([
      ['Topic', 'arn:topic'],
      ['AWS::Region', 'eu-west-1'],
      ['AWS::NoValue', NO_VALUE],
      ['Count', '3'],
      ['List', ['a', 'b']],
    ]).get(name),
  attribute: (id, attribute) =>
    id === 'Topic' && ['Arn', 'Dns.Name'].includes(attribute) ? `${id}/${attribute}` : undefined,
  condition: (name) => name === 'Yes',
  mapping: (map, first, second) => (map === 'Sizes' && first === 'eu-west-1' && second === 'small' ? 8 : undefined),
  exported: (name) => (name === 'Network:Id' ? 'sn-1' : undefined),
  outputOf: (stack, name) => (stack === 'Network' && name === 'Id' ? 'sn-1' : undefined),
};

test.each<[string, unknown, unknown]>([
  ['plain values', { a: [1, true, null, 'x'] }, { a: [1, true, null, 'x'] }],
  ['Ref', { a: { Ref: 'Topic' } }, { a: 'arn:topic' }],
  ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Topic', 'Arn'] }, 'Topic/Arn'],
  ['Fn::GetAtt as text', { 'Fn::GetAtt': 'Topic.Dns.Name' }, 'Topic/Dns.Name'],
  ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }, 1]] }, 'a-eu-west-1-1'],
  [
    'Fn::Join over a list that is itself a function',
    { 'Fn::Join': ['/', { 'Fn::Split': ['-', { Ref: 'AWS::Region' }] }] },
    'eu/west/1',
  ],
  ['Fn::Split and Fn::Select', { 'Fn::Select': ['1', { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
  ['Fn::Select with an index from a parameter', { 'Fn::Select': [{ Ref: 'Count' }, ['a', 'b', 'c', 'd']] }, 'd'],
  ['Fn::GetAZs of this Region', { 'Fn::Select': [1, { 'Fn::GetAZs': '' }] }, 'eu-west-1b'],
  ['Fn::GetAZs of a Region', { 'Fn::GetAZs': { Ref: 'AWS::Region' } }, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
  [
    'Fn::Sub with references',
    { 'Fn::Sub': '${AWS::Region}:${Topic}:${Topic.Dns.Name}' },
    'eu-west-1:arn:topic:Topic/Dns.Name',
  ],
  ['Fn::Sub with variables of its own', { 'Fn::Sub': ['${x}-${Topic}', { x: { Ref: 'Count' } }] }, '3-arn:topic'],
  ['Fn::Sub with a literal', { 'Fn::Sub': '${!Topic} ${Count}' }, '${Topic} 3'],
  ['Fn::If, yes', { 'Fn::If': ['Yes', 1, { Ref: 'Nobody' }] }, 1],
  ['Fn::If, no', { 'Fn::If': ['No', { Ref: 'Nobody' }, { Ref: 'Count' }] }, '3'],
  ['Fn::FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'small'] }, 8],
  [
    'Fn::GetStackOutput',
    { 'Fn::GetStackOutput': { StackName: 'Network', Region: { Ref: 'AWS::Region' }, OutputName: 'Id' } },
    'sn-1',
  ],
  ['Fn::ImportValue', { 'Fn::ImportValue': 'Network:Id' }, 'sn-1'],
  ['AWS::NoValue as a property', { a: { Ref: 'AWS::NoValue' }, b: 1 }, { b: 1 }],
  ['AWS::NoValue in a list', [1, { 'Fn::If': ['No', 2, { Ref: 'AWS::NoValue' }] }, 3], [1, 3]],
  [
    'a Condition of a policy, which is no function',
    { Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    { Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
  ],
])('resolves %s', (_, value, expected) => {
  expect(resolve(value, scope, 'Thing (Type)')).toEqual(expected);
});

test.each<[string, unknown, string]>([
  [
    'a function that is not supported, by name and place',
    { Policy: { Data: [{ 'Fn::Base64': 'x' }] } },
    'Thing (Type) Policy.Data[0]: Fn::Base64 is not supported by the local cloud',
  ],
  ['a name that nothing has', { A: { Ref: 'Nobody' } }, 'Thing (Type) A.Ref: nothing in the template is named Nobody'],
  [
    'an attribute that the resource does not have',
    { A: { 'Fn::GetAtt': ['Topic', 'Size'] } },
    'Thing (Type) A.Fn::GetAtt: Topic has no attribute Size',
  ],
  ['a name inside Fn::Sub that nothing has', { 'Fn::Sub': 'x${Nobody}' }, 'nothing in the template is named Nobody'],
  ['an element that is not in the list', { 'Fn::Select': [2, ['a', 'b']] }, 'there is no element 2 among 2'],
  [
    'an output that another stack does not have',
    { 'Fn::GetStackOutput': { StackName: 'Network', OutputName: 'Nothing' } },
    'stack Network has no output Nothing; deploy it first',
  ],
  [
    'a name that no stack exports',
    { 'Fn::ImportValue': 'Nobody:Id' },
    'no stack exports Nobody:Id; deploy the one that does first',
  ],
  [
    'an entry that is not in the mapping',
    { 'Fn::FindInMap': ['Sizes', 'eu-west-1', 'big'] },
    'mapping Sizes has no entry eu-west-1.big',
  ],
  ['a list where text belongs', { 'Fn::Join': ['', [['a']]] }, 'expected a string, got ["a"]'],
  ['too few arguments', { 'Fn::If': ['Yes', 1] }, 'expected 3 elements, got 2'],
  ['a function with something beside it', { Ref: 'Topic', Other: 1 }, 'Ref must stand alone, got Ref, Other'],
])('rejects %s', (_, value, message) => {
  expect(() => resolve(value, scope, 'Thing (Type)')).toThrow(message);
});
