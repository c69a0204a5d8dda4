export { ALERTED_ROLES, AlertCondition, AlertRecipient } from './alert.ts'
export { sentenceOfAlert } from './alert-sentence.ts'
export { configSchemaOf, rulesFromCatalog } from './config-schema.ts'
export * from './definition.ts'
export * from './definition-check.ts'
export * from './definition-version.ts'
export { field, fields } from './field.ts'
export * from './graph.ts'
export { DEFAULT_HUB_SETTINGS, DEFAULT_TIME } from './hub-defaults.ts'
export { HubSettings, readHubSettings } from './hub-settings.ts'
export * from './hub-tables.ts'
export * from './node-type.ts'
export * from './notification.ts'
export * from './problem.ts'
export { sentenceOfRules } from './rule-sentence.ts'
export {
  type ClauseDecision,
  decideRules,
  evaluateRules,
  pathsInRules,
  type RulesDecision,
  type RulesOptions,
  rootsInRules,
} from './rules.ts'
export { RULE_OPERATORS, type Rule, type RuleOperator, type Rules, RulesSchema, takesValue } from './rules-schema.ts'
export * from './run.ts'
export * from './schedule.ts'
export { type ScheduleConfig, ScheduleSchema, TimeOfDay, Weekday } from './schedule-config.ts'
export { sentenceOfSchedule } from './schedule-sentence.ts'
export * from './scope.ts'
export * from './sentence.ts'
export * from './step-error.ts'
export * from './template.ts'
export * from './template-config.ts'
export type { TemplateEscape } from './template-context.ts'
export { TemplateError } from './template-error.ts'
export { formatPath, subjectPath } from './template-path.ts'
export * from './trigger-decision.ts'
export * from './trigger-schedule.ts'
export * from './variables.ts'
export { addDays, localTimeAt, momentOf, weekdayOf } from './zone.ts'
