import { LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lambdaFunctionVersions } from '../../../cli/prune/versions.ts';
import { serviceIn } from '../../../cli/services.ts';
import { aliasFindings } from '../../../cli/doctor/alias-findings.ts';
import { targetFindings } from '../../../cli/doctor/wiring-findings.ts';
import { ofAliases } from '../../../handlers/ports/aws/cloudwatch-sums.ts';
import { fakeAws, type FakeAws } from '../../handlers/ports/aws/fake-aws.ts';
import { outputsOf } from '../support/fake-cloud.ts';

const outputs = outputsOf();
const PLAIN = serviceIn(outputs, 'ShopStack');
const arn = PLAIN.productionAliasArn.replace(/production$/, 'lattice-production');
const SERVICE = serviceIn({ ...outputs, ProductionAliasArn: arn }, 'ShopStack');
const COMMANDS = { aws: 'aws', own: (command: string) => `canary ${command}` };

let aws: FakeAws;
beforeAll(async () => {
  aws = await fakeAws();
});
afterAll(() => aws.close());

test('the prefix of a service’s aliases is in the ARN of production’s', () => {
  expect([PLAIN.aliasPrefix, SERVICE.aliasPrefix]).toEqual(['', 'lattice-']);
});

test('aliases are known by what they are; one of somebody else’s with such a name is not taken for ours', async () => {
  const names = ['lattice-production', 'production', 'live'];
  aws.answer({ body: { Aliases: names.map((Name, i) => ({ Name, FunctionVersion: String(i + 1) })) } });
  const versions = lambdaFunctionVersions(new LambdaClient(aws.settings), 'Shop-fn', SERVICE.aliasPrefix);
  expect(await versions.aliases()).toEqual([
    { name: 'production', versions: ['1'] },
    { name: 'production, not of releases', versions: ['2'] },
    { name: 'live', versions: ['3'] },
  ]);
});

test('metrics of Lambda are asked for by the aliases’ own names', () => {
  expect(ofAliases('Shop-fn', '')).toBe('Shop-fn');
  expect(ofAliases('Shop-fn', 'lattice-')).toMatchObject({ canary: { Resource: 'Shop-fn:lattice-canary' } });
});

test('what doctor tells to paste names the aliases as the function does', () => {
  const aliases = ['production', 'canary'].map((name) => ({ name, versions: ['1'] }));
  const [missing] = aliasFindings(aliases, { revision: 1 }, ['1'], SERVICE, COMMANDS);
  expect(missing?.mend).toEqual([
    'aws lambda create-alias --function-name Shop-fn --name lattice-previous --function-version 1',
  ]);
  const canary = arn.replace(/production$/, 'canary');
  expect(targetFindings({ production: [arn], canary: [canary] }, SERVICE, COMMANDS)).toEqual([]);
  expect(targetFindings({ production: [arn], canary: [] }, SERVICE, COMMANDS)[0]?.mend[0]).toContain(`id=${canary}`);
});
