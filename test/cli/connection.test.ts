import { describe, expect, it } from 'vitest';
import { awsCommand, clientSettings, endpointOf, isOnThisMachine, ownCommand } from '../../cli/connection.ts';

describe('the clients', () => {
  it('go to the local cloud with --local, and need nothing from the environment', () => {
    expect(clientSettings({ local: true }, { AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL: 'http://elsewhere' })).toEqual({
      endpoint: 'http://127.0.0.1:4566',
      region: 'eu-west-1',
      credentials: { accessKeyId: 'operator', secretAccessKey: 'not-verified' },
    });
  });

  it('go with --local where AWS_ENDPOINT_URL says, if that is on this machine, and so do the commands', () => {
    const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:5000' };
    expect(clientSettings({ local: true }, env)).toMatchObject({ endpoint: 'http://127.0.0.1:5000' });
    expect(endpointOf({ local: true }, env)).toBe('http://127.0.0.1:5000');
    expect(awsCommand({ local: true }, env)).toContain('--endpoint-url http://127.0.0.1:5000 --region');
  });

  it.each([
    [{ region: 'eu-north-1' }, { AWS_REGION: 'us-east-1' }, { region: 'eu-north-1' }],
    [{}, { AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-west-2' }, { region: 'us-east-1' }],
    [{}, { AWS_DEFAULT_REGION: 'us-west-2' }, { region: 'us-west-2' }],
    [{ profile: 'shop' }, {}, { profile: 'shop' }],
    [{}, { AWS_REGION: '' }, {}],
  ])('with %j and %j are made with %j', (where, env, settings) => {
    expect(clientSettings(where, env)).toEqual(settings);
  });
});

it('knows a cloud on this machine by its address', () => {
  const urls = [
    'http://127.0.0.1:4566',
    'http://localhost:5000/',
    'http://[::1]:1',
    'https://vpce.example.com',
    'http://localhost.example.com',
  ];
  expect(urls.map(isOnThisMachine)).toEqual([true, true, true, false, false]);
  expect([
    endpointOf({ local: true }, {}),
    endpointOf({}, { AWS_ENDPOINT_URL: 'http://x' }),
    endpointOf({}, {}),
  ]).toEqual(['http://127.0.0.1:4566', 'http://x', undefined]);
});

it('gives commands that look at the same place', () => {
  expect(awsCommand({ profile: 'shop', region: 'eu-west-1' }, {})).toBe('aws --profile shop --region eu-west-1');
  expect(awsCommand({}, {})).toBe('aws');
  expect(awsCommand({ local: true }, {})).toContain('--endpoint-url http://127.0.0.1:4566 --region eu-west-1');
  expect(ownCommand('lattice-canary', { stack: 'Shop', service: 'Orders', local: true })('abort')).toBe(
    'lattice-canary abort --stack Shop --service Orders --local',
  );
});
