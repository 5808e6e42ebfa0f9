import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A template, as much of it as is looked at. */
export interface Deployed {
  readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
}

export interface RecordingEndpoint {
  readonly url: string;
  /** What was asked for, in order: `PUT /2015-03-31/functions/F/aliases/production`, `GetTemplate`. */
  readonly asked: readonly string[];
  close(): void;
}

/**
 * As much of AWS as the CDK CLI needs to hotswap one stack that is deployed already: it answers what is asked, changes
 * nothing and writes everything down. The emulator has no S3 and no bootstrap stack.
 *
 * @param stack name of the stack @param deployed its template: every resource has its logical id for a name
 */
export async function recordingEndpoint(stack: string, deployed: Deployed): Promise<RecordingEndpoint> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = await textOf(request);
      const action = /(?:^|&)Action=(\w+)/.exec(body)?.[1] ?? request.headers['x-amz-target']?.toString();
      asked.push(action ?? `${request.method} ${request.url?.split('?')[0]}`);
      response.end(answerTo(action, request.url ?? '', stack, deployed));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const WHEN = '2026-01-01T00:00:00Z';
const xml = (action: string, result: string) =>
  `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`;
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function answerTo(action: string | undefined, url: string, stack: string, deployed: Deployed): string {
  switch (action) {
    case 'GetCallerIdentity':
      return xml(action, '<Account>000000000000</Account><Arn>arn:aws:iam::000000000000:user/me</Arn>');
    case 'AssumeRole':
      return xml(
        action,
        '<Credentials><AccessKeyId>me</AccessKeyId><SecretAccessKey>x</SecretAccessKey>' +
          '<SessionToken>x</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>',
      );
    case 'AmazonSSM.GetParameter':
      return JSON.stringify({ Parameter: { Name: '/cdk-bootstrap/hnb659fds/version', Type: 'String', Value: '28' } });
    case 'DescribeStacks':
      return xml(
        action,
        `<Stacks><member><StackName>${stack}</StackName><StackId>arn:aws:cloudformation:eu-west-1:000000000000:` +
          `stack/${stack}/1</StackId><CreationTime>${WHEN}</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus>` +
          '</member></Stacks>',
      );
    case 'GetTemplate':
      return xml(action, `<TemplateBody>${escaped(JSON.stringify(deployed))}</TemplateBody>`);
    case 'ListStackResources':
      return xml(
        action,
        `<StackResourceSummaries>${Object.entries(deployed.Resources)
          .map(
            ([id, { Type }]) =>
              `<member><LogicalResourceId>${id}</LogicalResourceId><PhysicalResourceId>${id}</PhysicalResourceId>` +
              `<ResourceType>${Type}</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus></member>`,
          )
          .join('')}</StackResourceSummaries>`,
      );
    default:
      return url.includes('/functions/')
        ? JSON.stringify({ Version: '9', Configuration: { State: 'Active', LastUpdateStatus: 'Successful' } })
        : '';
  }
}
