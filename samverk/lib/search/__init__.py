"""Words as a search takes them: Swedish and English inflection, compounds, letters without their dots, slips."""
