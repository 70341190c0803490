import { field, fieldsForm } from '../form-parts.ts';
import { type AccountFormModel, subPage } from './account-parts.ts';

export interface ProfileModel extends AccountFormModel {
  name: string;
  error: string | null;
}

export function profilePage(model: ProfileModel): string {
  const { look, name, error } = model;
  const { accountPages, common, signIn } = look.texts;
  const input = field({
    name: 'name',
    label: signIn.name,
    type: 'text',
    autocomplete: 'name',
    value: name,
    optional: common.optional,
    autofocus: true,
    error: error ?? undefined,
  });
  return subPage({
    look,
    title: accountPages.profileTitle,
    lead: accountPages.profileLead,
    failed: error !== null,
    content: fieldsForm(model, input, accountPages.save),
  });
}
