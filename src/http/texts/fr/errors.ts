import type { errors as english } from '../en/errors.ts';
import type { Translated } from '../translated.ts';

export const errors: Translated<typeof english> = {
  unavailableTitle: 'Indisponible pour le moment',
  unavailable:
    'Le service ne peut pas répondre pour l’instant. Rien n’est perdu : réessayez dans quelques instants.',
  signInFullTitle: 'Un instant',
  signInFull:
    'De très nombreuses personnes se connectent en ce moment. Cette page réessaie d’elle-même toutes les quelques secondes ; vous n’avez rien à faire.',
  serverErrorTitle: 'Une erreur s’est produite',
  serverError:
    'La demande n’a pas pu aboutir. Si cela se reproduit, communiquez à l’exploitant les références ci-dessous.',
  tooManyRequestsTitle: 'Trop de demandes',
  tooManyRequests:
    'De très nombreuses connexions ont été commencées depuis votre réseau. Attendez quelques minutes, puis réessayez.',
  foreignFormTitle: 'Cela vient d’un autre site',
  foreignForm:
    'Une page qui n’est pas la nôtre a envoyé un formulaire ici ; rien n’en a donc été fait. Retournez à l’application que vous utilisiez et réessayez.',
  notFoundTitle: 'Page introuvable',
  notFound:
    'Il n’y a rien à cette adresse. Pour vous connecter, partez de l’application que vous voulez utiliser.',
  unknownAppTitle: 'Application inconnue',
  unknownApp:
    'L’application qui vous a envoyé ici n’est pas enregistrée auprès de ce service. Retournez-y et signalez-le à ses auteurs.',
  endedTitle: 'Cette connexion est terminée',
  ended:
    'Elle a déjà abouti, ou a attendu trop longtemps. Retournez à l’application d’où vous venez et connectez-vous à partir de là.',
  wrongRedirectTitle: 'Mauvaise adresse de retour',
  wrongRedirect:
    'L’application qui vous a envoyé ici a donné une adresse de retour qui n’est pas enregistrée pour elle. Retournez-y et signalez-le à ses auteurs.',
  refusedTitle: 'Cette demande ne peut pas être traitée',
  refused:
    'L’application qui vous a envoyé ici a fait une demande que ce service n’accepte pas. Retournez-y et réessayez.',

  reference: 'Si vous demandez de l’aide, transmettez ceci :',
  referenceError: 'Erreur',
  referenceRequest: 'Demande',

  pageErrorTitle: 'Cela n’a pas fonctionné',
  formUnreadable: 'Le formulaire n’a pas pu être lu. Revenez en arrière, actualisez la page et réessayez.',
  formOutOfDate: 'Ce formulaire n’est plus à jour. Revenez en arrière, actualisez la page et réessayez.',
  interactionEnded: 'Cette connexion est terminée. Retournez à l’application et recommencez.',
  signedInAlready: 'Vous êtes déjà connecté. Revenez en arrière et continuez à partir de là.',
  neitherAllowNorDeny: 'La réponse n’était ni d’autoriser ni de refuser.',

  signInEndedLead:
    'Elle a abouti dans un autre onglet, ou est restée ouverte trop longtemps. Rien n’est perdu.',
  goBack: 'Retournez à l’application d’où vous venez et connectez-vous à partir de là.',
  startAgainOrGoBack:
    'Vous pouvez recommencer, ou retourner à l’application d’où vous venez et vous connecter à partir de là.',
  startAgain: 'Recommencer',
  allowCookies: 'Si vous voyez ceci à chaque fois, autorisez les cookies pour ce site dans votre navigateur.',

  welcomeTitle: 'C’est ici que vous vous connectez',
  welcome:
    'Les applications qui font confiance à {issuer} vous envoient ici au moment de vous connecter, puis vous ramènent.',
  welcomeHowTo:
    'Pour vous connecter, ouvrez l’application que vous voulez utiliser. Gérez votre profil, votre mot de passe et vos appareils dans votre compte.',
};
