import { Input } from '../ui/fields.tsx'
import { texts } from './texts.ts'

interface PasswordFieldProps {
  name?: string
  label?: string
  error?: string | undefined
  autofocus?: boolean
}

/** The password that somebody has: to sign in, or to confirm a change. */
export function PresentPassword({ name = 'password', label = texts.signIn.password, error }: PasswordFieldProps) {
  return <Input name={name} label={label} type="password" error={error} autocomplete="current-password" required />
}

/** A password that somebody chooses, with what it has to be. */
export function NewPassword({
  name = 'password',
  label = texts.setUp.password,
  error,
  autofocus = false,
}: PasswordFieldProps) {
  return (
    <Input
      name={name}
      label={label}
      type="password"
      error={error}
      hint={texts.setUp.passwordHint}
      autocomplete="new-password"
      required
      autofocus={autofocus}
    />
  )
}
