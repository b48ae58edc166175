"""Documents of the state: licences, certificates, receipts of notification; issued, signed, checked, ended."""
