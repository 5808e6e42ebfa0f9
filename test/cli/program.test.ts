import { describe, expect, it } from 'vitest';
import { executionArn, FakeCloud, outputsOf } from './support/fake-cloud.ts';
import { run } from './support/run.ts';

describe('the command line', () => {
  it.each([
    ['start --holdat 30', "error: unknown option '--holdat'\n(Did you mean --hold-at?)"],
    ['start --stak Shop', "error: unknown option '--stak'\n(Did you mean --stack?)"],
    ['strat', "error: unknown command 'strat'\n(Did you mean start?)"],
    [
      'start --hold-at soon',
      "option '--hold-at <weight>' argument 'soon' is invalid. It must be a weight of the plan, in whole " +
        'percent, such as 30.',
    ],
    ['start --version latest', "argument 'latest' is invalid. It must be a published version number such as 7."],
    ['start --version', "option '--version <number>' argument missing"],
    ['history --limit 0', "argument '0' is invalid. It must be a whole number from 1 to 1000."],
    ['prune --keep 0', "argument '0' is invalid. It must be a whole number from 1 to 9999."],
    ['paus', "error: unknown command 'paus'\n(Did you mean pause?)"],
    ['abort e1', 'too many arguments'],
    ['start --hold-at 35', '--hold-at: 35 is no weight of the plan, which has 10, 30, 50, 100; did you mean 30?'],
    ['start --version 3', '--version: 3 is not published; there are 1, 2; did you mean 2?'],
    ['status --service Orders', '--service: ShopStack has no service "Orders"; it has Shop'],
  ])('rejects `%s` with status 64, and touches nothing', async (line, message) => {
    const cloud = new FakeCloud();
    const { status, err, out } = await run(line, { cloud });
    expect(err).toContain(message);
    expect({ status, out, asked: cloud.asked }).toEqual({ status: 64, out: '', asked: [] });
  });

  it.each(['prun', 'prunes', 'rune', 'pruse', 'purne'])('takes `%s` for no command that deletes', async (word) => {
    const { err } = await run(word);
    expect(err).toContain(`error: unknown command '${word}'\n`);
    expect(err).not.toMatch(/mean[^)]*prune/);
  });

  it('prints its help, with status 0, when nothing is asked for', async () => {
    const { out, ...ran } = await run('');
    expect(ran).toMatchObject({ status: 0, err: '' });
    expect(out).toBe((await run('--help')).out);
    expect(out).toMatch(/^Usage: lattice-canary/);
  });

  it('prints its version, and leaves start one of its own', async () => {
    expect(await run('--version')).toMatchObject({ status: 0, out: '1.2.3\n', err: '' });
    expect((await run('--help')).out).toMatch(/--version +print the version/);
    const cloud = new FakeCloud();
    await run('start --version 2', { cloud });
    expect(cloud.asked).toEqual([{ start: { version: '2' } }]);
  });

  it.each([
    ['start', [{ execution: executionArn('started-1') }]],
    ['history', []],
    ['status', [expect.objectContaining({ service: 'Shop' })]],
    ['plan', [expect.objectContaining({ version: '2' })]],
    ['doctor', [[]]],
    ['prune --keep 1', [expect.objectContaining({ version: '2', what: 'keep' }), expect.anything()]],
    ['revert', [{ execution: executionArn('started-1') }]],
  ])('answers `%s` with JSON alone where --output json asks for it, as with --json', async (line, said) => {
    const asked = `--output json ${line}`;
    const { out, err } = await run(asked);
    expect(err).toBe('');
    const lines = out.split('\n').filter(Boolean);
    expect(lines.map((each) => JSON.parse(each) as unknown)).toEqual(said);
    expect((await run(`${line} --json`)).out).toBe(out);
  });

  it('rejects an output that it does not know, and two that contradict each other', async () => {
    expect(await run('status --output yaml')).toMatchObject({ status: 64, out: '' });
    expect(await run('status --output text --json')).toMatchObject({
      status: 64,
      err: expect.stringContaining('--output: text is not what --json asks for'),
    });
    expect((await run('status --output text')).out).toContain('Shop (stack ShopStack)');
  });

  it.each([
    '',
    'start',
    'watch',
    'status',
    'list',
    'abort',
    'rollback',
    'pause',
    'go-on',
    'revert',
    'history',
    'plan',
    'doctor',
    'prune',
  ])('has a help for `%s` with options, examples and where to look', async (command) => {
    const { status, err, out } = await run(`${command} --help`);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    for (const part of ['--stack <name>', '--profile <name>', '--local', `Examples:\n  lattice-canary ${command}`])
      expect(out).toContain(part);
    expect(out.split('\n').filter((line) => line.length > 125)).toEqual([]);
  });

  it('takes where to look before and behind the command', async () => {
    for (const line of ['--profile shop --region eu-north-1 status', 'status --profile shop --region eu-north-1']) {
      expect((await run(line)).settings).toEqual({ profile: 'shop', region: 'eu-north-1' });
    }
  });

  it('closes its clients, also when something fails', async () => {
    const cloud = new FakeCloud();
    cloud.fail.set('record', new Error('lost'));
    expect(await run('status', { cloud })).toMatchObject({ status: 3, err: 'lost\n' });
    expect(cloud.closedDown).toBe(true);
  });
});

const two = () => {
  const cloud = new FakeCloud();
  cloud.found = ['ShopStack', 'DepotStack'].map((name) => ({
    name,
    status: 'UPDATE_COMPLETE',
    outputs: outputsOf('', name),
  }));
  cloud.found.push({ name: 'Network', status: 'CREATE_COMPLETE', outputs: { VpcId: 'vpc-1' } });
  return cloud;
};

describe('the stack', () => {
  it('is the only one that has a service', async () => {
    expect((await run('status')).out).toContain('Shop (stack ShopStack)');
  });

  it('is the one that was named', async () => {
    expect((await run('status --stack DepotStack', { cloud: two() })).out).toContain('DepotStack (stack DepotStack)');
  });

  it.each([
    ['status', 64, '--stack: several stacks have a service to release; choose one of ShopStack, DepotStack'],
    [
      'status --stack ShopStak',
      3,
      '--stack: there is no stack ShopStak; with a service to release there are ShopStack, DepotStack; did ' +
        'you mean ShopStack?',
    ],
    [
      'status --stack Network',
      3,
      'Network has no output RecordTableName: deploy it with this version of Lattice Canary first; its ' +
        'outputs are VpcId',
    ],
  ])('rejects `%s` naming the candidates', async (line, status, message) => {
    const ran = await run(line, { cloud: two() });
    expect(ran.err).toContain(message);
    expect(ran.status).toBe(status);
  });

  it('rejects a place without any service', async () => {
    const cloud = new FakeCloud();
    cloud.found = [];
    expect(await run('status', { cloud })).toMatchObject({
      status: 3,
      err: expect.stringContaining('no stack here has a service to release'),
    });
    expect(await run('status --stack Shop', { cloud })).toMatchObject({
      status: 3,
      err: expect.stringContaining('is it another --region or --profile?'),
    });
  });

  it('is named as missing also where the others may not be listed', async () => {
    const cloud = two();
    cloud.fail.set('stacks.all', Object.assign(new Error('not authorized'), { name: 'AccessDenied' }));
    expect(await run('status --stack Gone', { cloud })).toMatchObject({
      status: 3,
      err: expect.stringContaining('there is no stack Gone here'),
    });
    expect(await run('status', { cloud })).toMatchObject({
      status: 3,
      err: expect.stringContaining('not permitted: not authorized'),
    });
  });
});
