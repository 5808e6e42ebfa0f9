import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { readText } from './pages.ts';

/** As docs/security.md has it. */
const fill = /^fill\(\) \{\n[\s\S]*?^\}$/m.exec(readText('docs/security.md'))?.[0] ?? '';
const REGION_OF_THE_PROFILE = 'sa-east-1';
const AROUND = `
aws() {
  case "$*" in
    *get-caller-identity*) echo 111122223333 ;;
    "configure get region") echo ${REGION_OF_THE_PROFILE} ;;
    *) exit 9 ;;
  esac
}
out() { echo "arn:out:$1:stateMachine:x"; }
STACK=Shop
`;

function filled(policy: string, env: Readonly<Record<string, string>>): string {
  const script = `set -eu${AROUND}${fill}\nfill docs/policies/${policy}.json`;
  const { status, stderr, stdout } = spawnSync('bash', ['--norc', '-c', script], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

describe('fill', () => {
  it.each(['operator', 'pipeline', 'approver', 'by-hand'])('leaves no placeholder in %s.json', (policy) => {
    const text = filled(policy, { AWS_REGION: 'eu-west-1' });
    expect(JSON.parse(text)).toMatchObject({ Version: '2012-10-17' });
    expect(text.match(/<\w+>/g)).toBeNull();
  });

  it.each([
    [{ AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'us-east-1' }, 'eu-west-1'],
    [{ AWS_DEFAULT_REGION: 'us-east-1' }, 'us-east-1'],
    [{}, REGION_OF_THE_PROFILE],
  ])('heeds the Region of the environment %j', (env, region) => {
    expect(filled('operator', env)).toContain(`arn:aws:dynamodb:${region}:111122223333:table/`);
  });
});

describe('out', () => {
  const [out = ''] = /^out\(\) \{.*\}$/m.exec(readText('RUNBOOK.md')) ?? [];

  it.each(['', 'Orders'])('reads the outputs of the service whose prefix is "%s"', (prefix) => {
    const script = `set -eu\naws() { echo "$*"; }\nSTACK=Shop PREFIX=${prefix}\n${out}\nout ServiceId`;
    const { stdout } = spawnSync('bash', ['--norc', '-c', script], { encoding: 'utf8' });
    expect(stdout).toContain(
      `--stack-name Shop --query Stacks[0].Outputs[?OutputKey=='${prefix}ServiceId'].OutputValue`,
    );
  });
});

describe('ago', () => {
  const [ago = ''] = /^ago\(\) \{.*\}$/m.exec(readText('RUNBOOK.md')) ?? [];
  const at = (headers: string, endpoint: string) => {
    const script = `curl() { [ "$2" = "${endpoint}" ] && printf '${headers}'; }\n${ago}\nago 3600`;
    const env = { PATH: process.env['PATH'] ?? '', AWS_ENDPOINT_URL: endpoint };
    return spawnSync('bash', ['--norc', '-c', script], { encoding: 'utf8', env }).stdout.trim();
  };

  it('goes by the clock of the cloud that is asked', () => {
    const headers = 'HTTP/1.1 501 Not Implemented\\r\\ndate: Wed, 02 Dec 2026 12:45:02 GMT\\r\\nx: y\\r\\n';
    expect(at(headers, 'http://127.0.0.1:4566')).toBe('2026-12-02T11:45:02.000Z');
  });

  it("goes by the laptop's own where AWS is asked", () => {
    expect(Math.abs(Date.parse(at('', '')) - (Date.now() - 3_600_000))).toBeLessThan(60_000);
  });
});
