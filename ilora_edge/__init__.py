"""ilora-edge: recommendations computed wholly on a person's own device."""
