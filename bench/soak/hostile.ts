import type { Cloud } from 'local-aws';
import type { ApiCall } from './calls.ts';

const signed = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=soak/20260105/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
const FORM = { authorization: signed('monitoring'), 'content-type': 'application/x-www-form-urlencoded' };
const STATES = { 'x-amz-target': 'AWSStepFunctions.StartExecution' };
const DYNAMODB = {
  'x-amz-target': 'DynamoDB_20120810.UpdateItem',
  'x-amz-date': '20260105T000000Z',
  'content-type': 'application/x-amz-json-1.0',
  authorization: signed('dynamodb'),
};
const CBOR = { 'smithy-protocol': 'rpc-v2-cbor' };
const DESCRIBE_ALARMS = '/service/GraniteServiceVersion20100801/operation/DescribeAlarms';
const INVOKE = '/2015-03-31/functions/rollback/invocations';

/** A megabyte of a number, where DescribeAlarms has MaxRecords. */
const BIGNUM = Buffer.concat([
  Buffer.from('a16a4d61785265636f726473c25a000f4240', 'hex'),
  Buffer.alloc(1_000_000, 0xff),
]);
const numbered = (count: number, each: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => each(i)).join('');

/** An expression that takes longer than anybody waits. */
const ENDLESS = {
  QueryLanguage: 'JSONata',
  StartAt: 'Think',
  States: { Think: { Type: 'Pass', Output: '{% $contains($states.input, /^(a+)+$/) %}', End: true } },
};

/**
 * Somebody who sends what once stopped the cloud, or comes from where nobody may come. Each call rejects when it is not
 * refused as it should be.
 */
export function hostileCalls({ endpoint, machines }: Pick<Cloud, 'endpoint' | 'machines'>): readonly ApiCall[] {
  const refused =
    (status: number, headers: Readonly<Record<string, string>>, body: string | Buffer, path = '/'): ApiCall =>
    async () => {
      const answer = await fetch(endpoint.url + path, { method: 'POST', headers, body });
      const said = await answer.text();
      if (answer.status !== status) throw new Error(`expected ${status}, got ${answer.status} ${said.slice(0, 200)}`);
    };
  const { arn: stateMachineArn } = machines.create({ name: 'soak-endless', definition: JSON.stringify(ENDLESS) });
  return [
    refused(400, CBOR, BIGNUM, DESCRIBE_ALARMS),
    refused(400, FORM, `Action=DescribeAlarms${numbered(700_000, (i) => `&p${i}`)}`),
    refused(400, STATES, `{"input":${'['.repeat(3e6)}${']'.repeat(3e6)}}`),
    refused(400, STATES, `{"a":1${numbered(500_000, (i) => `,"k${i}":1`)}}`),
    refused(400, DYNAMODB, `{"ConditionExpression":"${'('.repeat(3_000)}"}`),
    refused(500, DYNAMODB, 'null'),
    refused(403, { origin: 'https://evil.example', 'content-type': 'text/plain' }, '{}', INVOKE),
    refused(403, { 'sec-fetch-site': 'cross-site' }, '{}', INVOKE),
    () => machines.startExecution({ stateMachineArn, input: JSON.stringify(`${'a'.repeat(40)}!`) }),
  ];
}
