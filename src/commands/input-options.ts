import { type Command, Option } from 'commander';
import task from '../../task.json';
import { INPUTS } from '../steps/settings/inputs';

/** Inputs that speak of a pull request or a pipeline: taken, so that one file of settings serves everywhere, and without effect here. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  ...['runMode', 'name', 'reviewDrafts', 'force', 'threadStatus', 'dismissal', 'vote', 'pullRequestId', 'repositoryId'],
  ...['budgetUsdPerPullRequest', 'applicationInsights', 'otlpEndpoint', 'maxComments', 'onReviewerError'],
]);

/** Every input of the task as an option of the command, with its meaning and default from the task's own description. */
export function addInputs(command: Command): Command {
  for (const group of task.groups) {
    const inputs = task.inputs.filter((input) => input.groupName === group.name && input.name in INPUTS);
    for (const { name, helpMarkDown, defaultValue, type } of inputs) {
      // A switch may stand alone: `--force` is `--force true`.
      const value = type === 'boolean' ? '[true|false]' : '<value>';
      const preset = defaultValue === '' ? '' : ` Default: ${defaultValue}.`;
      const option = new Option(`--${name} ${value}`, `${helpMarkDown.replaceAll('`', '')}${preset}`);
      if (type === 'boolean') option.preset('true');
      if (WITHOUT_EFFECT.has(name)) option.hideHelp();
      command.addOption(option.helpGroup(`${group.displayName}:`));
    }
  }
  return command;
}

/** What was given of them on the command line. */
export function inputsGiven(options: Readonly<Record<string, unknown>>): Record<string, string> {
  const given = Object.entries(options).filter(
    (entry): entry is [string, string] => entry[0] in INPUTS && typeof entry[1] === 'string',
  );
  return Object.fromEntries(given);
}
