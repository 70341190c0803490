import { html } from 'hono/html';
import { formatCount } from '../../texts/format.ts';
import { field, fieldsForm } from '../form-parts.ts';
import type { Html } from '../layout.ts';
import { type AccountFormModel, subPage } from './account-parts.ts';

export interface PasswordModel extends AccountFormModel {
  /** What password managers keep the password with. */
  email: string;
  /** Whether there is a current one to ask for. */
  hasPassword: boolean;
  passwordMinLength: number;
  errors: { current?: string; password?: string; form?: string };
}

export function passwordPage(model: PasswordModel): string {
  const { look, hasPassword, errors } = model;
  const { accountPages, signIn } = look.texts;
  return subPage({
    look,
    title: hasPassword ? accountPages.passwordTitle : accountPages.passwordTitleNew,
    lead: accountPages.passwordLead,
    problem: errors.form,
    failed: errors.current !== undefined || errors.password !== undefined,
    content: fieldsForm(model, fields(model), signIn.changePassword),
  });
}

function fields({ look, email, hasPassword, errors, passwordMinLength }: PasswordModel): Html {
  const { accountPages, common, signIn } = look.texts;
  const isNewWrong = errors.current === undefined && errors.password !== undefined;
  const current = field({
    name: 'current',
    label: accountPages.passwordCurrent,
    type: 'password',
    autocomplete: 'current-password',
    autofocus: !isNewWrong,
    error: errors.current,
  });
  const username = field({
    name: 'username',
    label: common.email,
    type: 'email',
    autocomplete: 'username',
    value: email,
    isReadonly: true,
  });
  return html`${username}
${hasPassword ? current : ''}
${field({
  name: 'password',
  label: accountPages.passwordNew,
  type: 'password',
  autocomplete: 'new-password',
  minLength: passwordMinLength,
  hint: formatCount(look.language, signIn.passwordHint, passwordMinLength),
  autofocus: !hasPassword || isNewWrong,
  error: errors.password,
})}`;
}
