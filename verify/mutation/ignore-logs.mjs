import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** What a log line carries besides its message is read by people alone: Stryker's ignorer `logs` leaves it as it is. */
export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'logs', {
    shouldIgnore({ node }) {
      const { type, callee } = node;
      return type === 'CallExpression' && callee.type === 'MemberExpression' && callee.object.name === 'log'
        ? 'a log line'
        : undefined;
    },
  }),
];
