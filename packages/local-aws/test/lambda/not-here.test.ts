import { expect, test } from 'vitest';
import { notHere } from '../../src/lambda/resources/not-here.ts';

const code = { S3Bucket: 'assets', S3Key: 'shop.zip' };

test.each([
  ['Python', { Runtime: 'python3.13', Code: code }, /^python3\.13 does not run on the local cloud, only Node\.js/],
  ['Java', { Runtime: 'java21', Code: code }, /^java21 does not run/],
  ['an image', { PackageType: 'Image', Code: { ImageUri: 'shop:1' } }, /^container images do not run/],
  [
    'inline Python',
    { Runtime: 'python3.13', Code: { ZipFile: 'def handler(e, c): pass' } },
    /^python3\.13 does not run/,
  ],
  ['inline code', { Runtime: 'nodejs24.x', Code: { ZipFile: 'exports.handler = () => 1' } }, /lambda\.Code\.fromAsset/],
])('rejects %s by name, with a way out', (_what, properties, message) => {
  expect(notHere(properties)).toMatch(message);
});

test('says nothing of what runs here, and of what is not known yet', () => {
  expect(notHere({ Runtime: 'nodejs24.x', Code: code })).toBeUndefined();
  expect(notHere({ Runtime: '<<Other.Runtime>>', Code: code })).toBeUndefined();
  expect(notHere({})).toBeUndefined();
});
