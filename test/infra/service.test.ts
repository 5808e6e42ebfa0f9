import { describe, expect, it } from 'vitest';
import { synthesize } from './synthesized.ts';

const synth = synthesize();
const FUNCTION = 'Service/Function';
const VERSION = 'Service/Function/CurrentVersion';

describe('the service function', () => {
  const properties = synth.properties(FUNCTION);

  it('runs nodejs24.x on arm64 with 256 MB', () => {
    expect(properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], MemorySize: 256 });
  });

  it('may take 15 s, well above the 5 s that count as slow', () => {
    expect(properties['Timeout']).toBe(15);
  });

  it('says which release it is', () => {
    expect(properties['Description']).toBe('Service behind VPC Lattice, release 1.0.0');
    expect(synthesize({ release: '2.0.0' }).properties(FUNCTION)['Description']).toBe(
      'Service behind VPC Lattice, release 2.0.0',
    );
  });

  it('logs JSON to a log group of its own, kept for one week', () => {
    expect(properties['LoggingConfig']).toEqual({ LogFormat: 'JSON', LogGroup: synth.ref('Service/LogGroup') });
    expect(synth.properties('Service/LogGroup')['RetentionInDays']).toBe(7);
  });

  it('has no reserved concurrency, which a new account could not give', () => {
    expect(properties).not.toHaveProperty('ReservedConcurrentExecutions');
  });
});

describe('no function', () => {
  it('has a fixed name', () => {
    const functions = synth.all('AWS::Lambda::Function');
    expect(functions).toHaveLength(12);
    for (const fn of functions) expect(fn.Properties).not.toHaveProperty('FunctionName');
  });
});

describe('the published version', () => {
  const version = synth.at(VERSION);

  it('is of the service function', () => {
    expect(version.Properties).toEqual({ FunctionName: synth.ref(FUNCTION) });
  });

  it('stays when an update publishes the next one, because production still runs it', () => {
    expect(version.UpdateReplacePolicy).toBe('Retain');
  });

  it('stays when the stack is deleted and goes when the update that made it is rolled back', () => {
    expect(version.DeletionPolicy).toBe('RetainExceptOnCreate');
  });

  it('is a new resource for each release and the same one for the same release', () => {
    expect(synthesize({ release: '2.0.0' }).id(VERSION)).not.toBe(synth.id(VERSION));
    expect(synthesize({ canary: { email: 'a@example.com' } }).id(VERSION)).toBe(synth.id(VERSION));
  });
});

describe('the aliases', () => {
  it.each(['production', 'canary', 'previous'])('%s begins at version 1', (name) => {
    const path = `Canary/Aliases/${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    expect(synth.properties(path)).toEqual({ FunctionName: synth.ref(FUNCTION), FunctionVersion: '1', Name: name });
    // Not on the version: `cdk deploy --hotswap` moves every alias that names one.
    expect(synth.at(path).DependsOn).toEqual([synth.id('Canary/Aliases/VersionPublished')]);
    expect(synth.at('Canary/Aliases/VersionPublished').DependsOn).toEqual([synth.id(VERSION)]);
  });

  it('are three', () => {
    expect(synth.all('AWS::Lambda::Alias')).toHaveLength(3);
  });
});
