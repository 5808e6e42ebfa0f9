import { expect, test } from 'vitest';
import type { Buckets } from '../../src/s3/buckets.ts';
import { readTemplate, templateText } from '../../src/template/template-text.ts';

const none = { findObject: () => undefined } as unknown as Buckets;

test("reads JSON, and YAML as CDK's command line writes it", () => {
  const template = { Resources: { A: { Type: 'T', Properties: { Deny: 'true', Version: '2012-10-17' } } } };
  expect(readTemplate(JSON.stringify(template))).toEqual(template);
  const yaml = 'Resources:\n  A:\n    Type: T\n    Properties:\n      Deny: "true"\n      Version: "2012-10-17"\n';
  expect(readTemplate(yaml)).toEqual(template);
});

test.each([
  ['half of JSON', '{"Resources":', /JSON not well-formed/],
  ['half of YAML', 'Resources: {', /Template format error/],
  ['functions in short', 'Resources: !Ref A', /!Ref/],
])('rejects %s', (_what, text, message) => {
  expect(() => readTemplate(text)).toThrow(message);
});

test.each([
  ['in the path', 'https://s3.eu-west-1.amazonaws.com/assets/a/b.json'],
  ['before the host', 'https://assets.s3.eu-west-1.amazonaws.com/a/b.json'],
])('finds the bucket of an address %s', (_where, TemplateURL) => {
  expect(() => templateText({ TemplateURL }, none)).toThrow('there is no object a/b.json in a bucket assets');
});

test('rejects a request without a template', () => {
  expect(() => templateText({}, none)).toThrow('Either Template URL or Template Body must be specified');
});
